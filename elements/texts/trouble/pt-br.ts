/** Brazilian Portuguese: why there is no call, and what to do about it. */
import type { MediaFailureCode, MediaKind } from '../../media/media-failure.js';
import type { TroubleTexts } from './en.js';

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

/** The words of trouble. */
export const ptBr: TroubleTexts = {
  blocked: 'Câmera e microfone são necessários',
  unsupported: 'Esta chamada não funciona aqui',
  tryAgain: 'Tentar de novo',
  full: {
    title: 'Esta sala está cheia',
    body: (room) => `Duas pessoas já estão em “${room}”.`,
    asking: 'Você entra assim que houver lugar. Perguntando a cada poucos segundos…',
    elsewhere: 'Uma delas pode ser você: este navegador tem a chamada aberta em outra aba.',
    joinWhenFree: 'Entrar quando houver lugar',
  },
  causes,
  mends,
  lacks: {
    unsupported: {
      cause: 'Este navegador não tem WebRTC, necessário para chamadas de vídeo.',
      mend: mends.unsupported,
    },
    insecure: { cause: causes.insecure('both'), mend: mends.insecure },
  },
};
