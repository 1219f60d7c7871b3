/** Brazilian Portuguese. */
import type { Strings } from './en.js';

/** The catalogue of `pt-BR`. */
export const ptBr: Strings = {
  prompt: {
    label: 'Nome da sala',
    hint: 'Quem digitar o mesmo nome encontra você lá.',
    join: 'Entrar',
    cancel: 'Cancelar',
    useSuggestion: (name) => `Usar “${name}”`,
    problems: {
      empty: 'Digite um nome de sala válido. Ele não pode ficar vazio.',
      'too-long': 'Digite um nome de sala válido. Ele pode ter no máximo 64 caracteres.',
      characters: 'Digite um nome de sala válido. Há um caractere que não pode ser usado.',
    },
  },
  call: 'Chamada de vídeo',
  peer: 'A outra pessoa',
  peerVideo: (name) => `Vídeo: ${name}`,
  selfVideo: 'A sua própria imagem',
  start: 'Iniciar',
  tryAnotherRoom: 'Tentar outra sala',
  copyLink: 'Copiar link de convite',
  linkCopied: 'Link copiado',
  controls: 'Controles da chamada',
  mute: 'Silenciar microfone',
  cameraOff: 'Desligar câmera',
  leave: 'Sair da chamada',
  idle: {
    title: 'Tudo pronto',
    body: 'A sua câmera e o seu microfone ficam desligados até você iniciar.',
  },
  requesting: {
    title: 'Permita a câmera e o microfone',
    body: 'O navegador está perguntando. Escolha “Permitir” para que a outra pessoa veja e ouça você.',
  },
  naming: {
    title: 'Em qual sala?',
    body: 'Invente um nome e compartilhe, ou digite o que recebeu.',
  },
  joining: {
    title: (room) => `Entrando em “${room}”…`,
    unreachable: 'O servidor não responde. Tentando de novo…',
  },
  waiting: {
    title: 'Esperando a outra pessoa',
    body: (room) => `Envie este link ou diga o nome da sala: “${room}”.`,
  },
  connecting: { title: 'Conectando…', body: 'A outra pessoa chegou.' },
  connected: 'Conectado',
  reconnecting: { title: 'Reconectando…' },
  left: {
    title: 'Você saiu da chamada',
    elsewhere: 'Você está nesta chamada em outro lugar',
  },
};
