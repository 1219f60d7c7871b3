/** Brazilian Portuguese: why there is no call, and what to do about it. */
import type { MediaFailureCode, MediaKind } from '../../media/media-failure.js';
import type { PolicyPlace } from '../../media/page-policy.js';
import type { Guide } from '../../media/permission-guide.js';
import type { ErrorStrings } from './en.js';

const devices: Record<MediaKind, string> = {
  camera: 'a sua câmera',
  microphone: 'o seu microfone',
  both: 'a sua câmera e o seu microfone',
};

const causes: Record<MediaFailureCode, (device: MediaKind) => string> = {
  denied: (device) => `A permissão para usar ${devices[device]} foi negada.`,
  'not-found': (device) =>
    ({
      camera: 'Nenhuma câmera foi encontrada.',
      microphone: 'Nenhum microfone foi encontrado.',
      both: 'Nenhuma câmera e nenhum microfone foram encontrados.',
    })[device],
  'in-use': (device) =>
    `Não dá para usar ${devices[device]} agora. Talvez outro programa esteja usando.`,
  constraints: (device) => `Não foi possível configurar ${devices[device]} como a chamada precisa.`,
  insecure: () => 'Esta página não foi aberta por uma conexão segura (https).',
  policy: (device) => `Esta página não tem permissão para usar ${devices[device]}.`,
  unsupported: () => 'Este navegador não permite que as páginas usem a câmera e o microfone.',
  unknown: (device) => `Não foi possível ligar ${devices[device]}.`,
};

const remedies: Record<Exclude<MediaFailureCode, 'policy'>, string> = {
  denied:
    'Abra as configurações do site ao lado do endereço, permita câmera e microfone e escolha “Tentar de novo”.',
  'not-found': 'Conecte o que falta e a chamada continua sozinha.',
  'in-use': 'Feche o outro programa e escolha “Tentar de novo”.',
  constraints: 'Conecte outro dispositivo e escolha “Tentar de novo”.',
  insecure: 'Abra o mesmo endereço com https:// na frente.',
  unsupported: 'Abra esta página em um Chrome, Edge, Firefox ou Safari atual.',
  unknown: 'Reconecte o dispositivo ou reinicie o navegador e escolha “Tentar de novo”.',
};

const policyRemedies: Record<PolicyPlace, (remedy: string) => string> = {
  page: (header: string) =>
    `Quem administra esta página precisa permitir, com o cabeçalho “${header}”.`,
  frame: (attribute: string) =>
    `Quem administra a página em volta deste quadro precisa permitir, com ${attribute} no iframe.`,
};

const guides: Record<Guide, readonly string[]> = {
  chrome: [
    'Clique no ícone com dois controles, à esquerda do endereço.',
    'Ative a câmera e o microfone.',
  ],
  edge: ['Clique no cadeado à esquerda do endereço.', 'Mude câmera e microfone para “Permitir”.'],
  firefox: [
    'Clique na câmera riscada à esquerda do endereço.',
    'Remova o “Bloqueado” ao lado da câmera e do microfone.',
    'Escolha “Tentar de novo” aqui.',
  ],
  safari: [
    'Na barra de menus, escolha Safari e depois “Ajustes para este Site…”.',
    'Mude câmera e microfone para “Permitir”.',
  ],
  'chrome-android': [
    'Toque no ícone à esquerda do endereço.',
    'Toque em “Permissões” e permita câmera e microfone.',
  ],
  'firefox-android': [
    'Toque no ícone à esquerda do endereço.',
    'Toque em “Bloqueado” ao lado da câmera e do microfone.',
  ],
  'safari-ios': [
    'Toque no ícone ao lado do endereço e depois nos ajustes deste site.',
    'Mude câmera e microfone para “Permitir”.',
  ],
  'ios-app': [
    'Abra os Ajustes do aparelho e procure este navegador entre os apps.',
    'Ative a câmera e o microfone.',
  ],
  system: [
    'Abra as configurações de privacidade do computador ou do celular.',
    'Permita que este navegador use a câmera e o microfone.',
  ],
};

/** The words of trouble. */
export const ptBr: ErrorStrings = {
  blocked: 'Câmera e microfone são necessários',
  unsupported: 'Esta chamada não funciona aqui',
  tryAgain: 'Tentar de novo',
  openInBrowser: 'Abrir no navegador',
  full: {
    title: 'Esta sala está cheia',
    body: (room) => `Duas pessoas já estão em “${room}”.`,
    asking: 'Você entra assim que houver lugar. Verificando a cada poucos segundos…',
    elsewhere: 'Uma delas pode ser você: este navegador tem a chamada aberta em outra aba.',
    joinWhenFree: 'Entrar quando houver lugar',
  },
  useHere: 'Continuar a chamada aqui',
  left: {
    body: 'A sua câmera e o seu microfone estão desligados.',
    elsewhere: 'Ela continua em outra aba ou janela.',
    rejoin: 'Voltar à chamada',
    anotherRoom: 'Outra sala',
  },
  warnings: {
    'connection-failed':
      'Ainda não foi possível ligar as duas redes. Continuamos tentando. Se não funcionar, use outra rede, como a do celular.',
    'seat-lost':
      'Outras pessoas ocuparam os lugares desta sala. A sua chamada continua; se ela cair, talvez você não consiga voltar.',
  },
  causes,
  remedies,
  policyRemedies,
  joining: {
    'rate-limited': 'Tentativas demais a partir desta rede. Tentando de novo…',
    unavailable: 'O servidor não está pronto. Tentando de novo…',
    page: (directive) =>
      `Esta página não deixa a chamada falar com o servidor. Quem administra a página precisa acrescentar à Content-Security-Policy: ${directive}`,
    server: (origin) =>
      `Este servidor não aceita chamadas desta página. Quem administra o servidor precisa acrescentar ${origin} a EMBED_ORIGINS.`,
  },
  guides,
  lacks: {
    unsupported: {
      cause: 'Este navegador não tem WebRTC, necessário para chamadas de vídeo.',
      mend: remedies.unsupported,
    },
    insecure: { cause: causes.insecure('both'), mend: remedies.insecure },
  },
};
