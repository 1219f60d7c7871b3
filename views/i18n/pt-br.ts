import { embedPtBr } from './embed/pt-br.js';
import type { PageStrings } from './page-strings.js';

/** Brazilian Portuguese. */
export const ptBr: PageStrings = {
  siteName: 'Video Room',
  tagline: 'Uma chamada de vídeo particular para duas pessoas. Dê um nome à sala e envie o link.',
  description:
    'Chamadas de vídeo para duas pessoas: sem conta, sem instalar nada. Dê um nome à sala e converse.',
  invitation: 'Entre em uma chamada de vídeo',
  roomLabel: 'Nome da sala',
  join: 'Entrar',
  noScript: 'A chamada precisa de JavaScript. Ative o JavaScript nesta página e recarregue.',
  refusals: {
    empty: 'Digite um nome de sala válido. Ele não pode ficar vazio.',
    'too-long': 'Digite um nome de sala válido. Ele pode ter no máximo 64 caracteres.',
    characters: 'Digite um nome de sala válido. Há um caractere que não pode ser usado.',
  },
  languages: 'Idioma',
  forDevelopers: 'Para desenvolvedores',
  backToStart: 'Voltar ao início',
  errors: {
    'bad-request': {
      title: 'Este link não funciona',
      message: 'Confira o link e tente de novo.',
    },
    'origin-refused': {
      title: 'Acesso não permitido',
      message: 'Essa página não pode usar este servidor.',
    },
    'not-found': {
      title: 'Página não encontrada',
      message: 'Não existe página neste endereço.',
    },
    'too-large': {
      title: 'Pedido grande demais',
      message: 'O servidor não aceita pedidos tão grandes.',
    },
    'range-not-satisfiable': {
      title: 'Intervalo inválido',
      message: 'O arquivo não tem esse intervalo.',
    },
    'wrong-host': {
      title: 'Endereço errado',
      message: 'Este servidor tem outro endereço. Abra-o por ele.',
    },
    'invalid-room': {
      title: 'Nome de sala inválido',
      message: 'Digite um nome de sala válido.',
    },
    'rate-limited': {
      title: 'Muitos pedidos',
      message: 'Espere um minuto e tente de novo.',
    },
    internal: {
      title: 'Algo deu errado',
      message: 'Tente de novo daqui a pouco.',
    },
    unavailable: {
      title: 'Voltamos já',
      message: 'O servidor está reiniciando ou ocupado. Tente de novo daqui a pouco.',
    },
  },
  embed: embedPtBr,
};
