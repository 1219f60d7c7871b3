/** Brazilian Portuguese. */
import type { MediaFailureCode, MediaKind } from '../media/media-failure.js';
import type { Texts } from './en.js';

const devices: Record<MediaKind, string> = {
  camera: 'a sua câmera',
  microphone: 'o seu microfone',
  both: 'a sua câmera e o seu microfone',
};

const causes: Record<MediaFailureCode, (device: MediaKind) => string> = {
  denied: (device) => `O acesso foi negado para ${devices[device]}.`,
  'not-found': (device) =>
    ({
      camera: 'Nenhuma câmera foi encontrada.',
      microphone: 'Nenhum microfone foi encontrado.',
      both: 'Nenhuma câmera e nenhum microfone foram encontrados.',
    })[device],
  'in-use': (device) =>
    `Não dá para usar ${devices[device]} agora. Talvez outro programa esteja usando.`,
  constraints: (device) => `A chamada pede mais do que ${devices[device]} pode dar.`,
  insecure: () => 'Esta página não foi aberta por uma conexão segura (https).',
  policy: (device) => `Esta página não tem permissão para usar ${devices[device]}.`,
  unsupported: () => 'Este navegador não dá câmera nem microfone às páginas.',
  unknown: (device) => `Não foi possível ligar ${devices[device]}.`,
};

const mends: Record<MediaFailureCode, string> = {
  denied:
    'Abra as configurações do site ao lado do endereço, permita câmera e microfone e escolha “Tentar de novo”.',
  'not-found': 'Conecte o que falta e a chamada continua sozinha.',
  'in-use': 'Feche o outro programa e escolha “Tentar de novo”.',
  constraints: 'Conecte outro dispositivo e escolha “Tentar de novo”.',
  insecure: 'Abra o mesmo endereço com https:// na frente.',
  policy:
    'Quem cuida desta página precisa permitir, com o cabeçalho “Permissions-Policy: camera=(self), microphone=(self)” e, em um iframe, com allow="camera; microphone".',
  unsupported: 'Abra esta página em um Chrome, Edge, Firefox ou Safari atual.',
  unknown: 'Reconecte o dispositivo ou reinicie o navegador e escolha “Tentar de novo”.',
};

/** The catalogue of `pt-BR`. */
export const ptBr: Texts = {
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
  tryAgain: 'Tentar de novo',
  tryAnotherRoom: 'Tentar outra sala',
  joinWhenFree: 'Entrar quando houver lugar',
  useHere: 'Usar a chamada aqui',
  letSomeoneIn: 'Deixar outra pessoa entrar',
  rejoin: 'Voltar à chamada',
  anotherRoom: 'Outra sala',
  copyLink: 'Copiar link de convite',
  linkCopied: 'Link copiado',
  controls: 'Controles da chamada',
  mute: 'Silenciar microfone',
  cameraOff: 'Desligar câmera',
  leave: 'Sair da chamada',
  tapToHear: 'Toque para ouvir',
  peerMuted: 'Microfone silenciado',
  peerCameraOff: 'Câmera desligada',
  idle: {
    title: 'Tudo pronto',
    body: 'A sua câmera e o seu microfone ficam desligados até você iniciar.',
  },
  requesting: {
    title: 'Permita a câmera e o microfone',
    body: 'O navegador está perguntando. Escolha “Permitir” para que a outra pessoa veja e ouça você.',
  },
  blocked: { title: 'Câmera e microfone são necessários', causes, mends },
  unsupported: {
    title: 'Esta chamada não funciona aqui',
    unsupported: {
      cause: 'Este navegador não tem WebRTC, necessário para chamadas de vídeo.',
      mend: mends.unsupported,
    },
    insecure: { cause: causes.insecure('both'), mend: mends.insecure },
  },
  naming: { title: 'Qual sala?', body: 'Invente um nome e compartilhe, ou digite o que recebeu.' },
  joining: {
    title: (room) => `Entrando em “${room}”…`,
    unreachable: 'O servidor não responde. Tentando de novo…',
    'origin-refused':
      'Este servidor não aceita chamadas desta página. Quem cuida dele precisa permitir (EMBED_ORIGINS).',
    'rate-limited': 'Tentativas demais a partir desta rede. Tentando de novo…',
    unavailable: 'O servidor não está pronto. Tentando de novo…',
  },
  full: {
    title: 'Esta sala está cheia',
    body: (room) => `Duas pessoas já estão em “${room}”.`,
    asking: 'Você entra assim que houver lugar. Perguntando a cada poucos segundos…',
    elsewhere: 'Uma delas pode ser você: este navegador tem a chamada aberta em outra aba.',
  },
  waiting: {
    title: 'Esperando a outra pessoa',
    body: (room) => `Envie este link ou diga o nome da sala: “${room}”.`,
  },
  connecting: { title: 'Conectando…', body: 'A outra pessoa chegou.' },
  connected: 'Conectado',
  reconnecting: {
    title: 'Reconectando…',
    elapsed: (time) => `Interrompida há ${time}`,
    away: 'A outra pessoa perdeu a conexão. O lugar dela fica guardado por um momento.',
  },
  left: {
    title: 'Você saiu',
    body: 'A sua câmera e o seu microfone estão desligados.',
    elsewhere: {
      title: 'Você está nesta chamada em outro lugar',
      body: 'Ela continua em outra aba ou janela.',
    },
  },
};
