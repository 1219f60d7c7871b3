/** Spanish: why there is no call, and what to do about it. */
import type { MediaFailureCode, MediaKind } from '../../media/media-failure.js';
import type { PolicyPlace } from '../../media/page-policy.js';
import type { Guide } from '../../media/permission-guide.js';
import type { ErrorStrings } from './en.js';

const devices: Record<MediaKind, string> = {
  camera: 'tu cámara',
  microphone: 'tu micrófono',
  both: 'tu cámara y tu micrófono',
};

const causes: Record<MediaFailureCode, (device: MediaKind) => string> = {
  denied: (device) => `Se denegó el permiso para usar ${devices[device]}.`,
  'not-found': (device) =>
    ({
      camera: 'No se encontró ninguna cámara.',
      microphone: 'No se encontró ningún micrófono.',
      both: 'No se encontraron ni cámara ni micrófono.',
    })[device],
  'in-use': (device) =>
    `No se puede acceder a ${devices[device]} en este momento. Quizá lo impida otro programa.`,
  constraints: (device) => `No se pudo configurar ${devices[device]} como la llamada necesita.`,
  insecure: () => 'Esta página no se abrió con una conexión segura (https).',
  policy: (device) => `Esta página no tiene permiso para usar ${devices[device]}.`,
  unsupported: () => 'Este navegador no permite que las páginas usen la cámara y el micrófono.',
  unknown: (device) => `No se pudo iniciar ${devices[device]}.`,
};

const remedies: Record<Exclude<MediaFailureCode, 'policy'>, string> = {
  denied:
    'Abre los ajustes del sitio junto a la dirección, permite cámara y micrófono y elige «Intentar de nuevo».',
  'not-found': 'Conecta lo que falta y la llamada sigue sola.',
  'in-use': 'Cierra el otro programa y elige «Intentar de nuevo».',
  constraints: 'Conecta otro dispositivo y elige «Intentar de nuevo».',
  insecure: 'Abre la misma dirección con https:// delante.',
  unsupported: 'Abre esta página en un Chrome, Edge, Firefox o Safari actual.',
  unknown: 'Vuelve a conectar el dispositivo o reinicia el navegador y elige «Intentar de nuevo».',
};

const policyRemedies: Record<PolicyPlace, (remedy: string) => string> = {
  page: (header: string) =>
    `Quien administra esta página tiene que permitirlo, con la cabecera «${header}».`,
  frame: (attribute: string) =>
    `Quien administra la página que rodea este marco tiene que permitirlo, con ${attribute} en el iframe.`,
};

const guides: Record<Guide, readonly string[]> = {
  chrome: [
    'Haz clic en el icono con dos controles, a la izquierda de la dirección.',
    'Activa la cámara y el micrófono.',
  ],
  edge: [
    'Haz clic en el candado a la izquierda de la dirección.',
    'Pon cámara y micrófono en «Permitir».',
  ],
  firefox: [
    'Haz clic en la cámara tachada a la izquierda de la dirección.',
    'Quita «Bloqueado» junto a la cámara y el micrófono.',
    'Elige aquí «Intentar de nuevo».',
  ],
  safari: [
    'En la barra de menús elige Safari y luego «Configuración de este sitio web…».',
    'Pon cámara y micrófono en «Permitir».',
  ],
  'chrome-android': [
    'Toca el icono a la izquierda de la dirección.',
    'Toca «Permisos» y permite cámara y micrófono.',
  ],
  'firefox-android': [
    'Toca el icono a la izquierda de la dirección.',
    'Toca «Bloqueado» junto a la cámara y el micrófono.',
  ],
  'safari-ios': [
    'Toca el icono junto a la dirección y luego la configuración de este sitio web.',
    'Pon cámara y micrófono en «Permitir».',
  ],
  'ios-app': [
    'Abre los Ajustes del dispositivo y busca este navegador entre las apps.',
    'Activa la cámara y el micrófono.',
  ],
  system: [
    'Abre los ajustes de privacidad de tu ordenador o teléfono.',
    'Permite que este navegador use la cámara y el micrófono.',
  ],
};

/** The words of trouble. */
export const es: ErrorStrings = {
  blocked: 'Se necesitan cámara y micrófono',
  unsupported: 'Esta llamada no funciona aquí',
  tryAgain: 'Intentar de nuevo',
  openInBrowser: 'Abrir en el navegador',
  full: {
    title: 'Esta sala está llena',
    body: (room) => `Ya hay dos personas en «${room}».`,
    asking: 'Entras en cuanto haya sitio. Comprobándolo cada pocos segundos…',
    elsewhere:
      'Una de ellas puedes ser tú: este navegador tiene la llamada abierta en otra pestaña.',
    joinWhenFree: 'Entrar cuando haya sitio',
  },
  useHere: 'Seguir la llamada aquí',
  left: {
    body: 'Tu cámara y tu micrófono están apagados.',
    elsewhere: 'Sigue en otra pestaña o ventana.',
    rejoin: 'Volver a la llamada',
    anotherRoom: 'Otra sala',
  },
  warnings: {
    'connection-failed':
      'Todavía no se han podido conectar las dos redes. Seguimos intentándolo. Si no funciona, usa otra red, como la del móvil.',
    'seat-lost':
      'Otras personas han ocupado los dos sitios de esta sala. Tu llamada sigue; si se corta, quizá no puedas volver a entrar.',
  },
  causes,
  remedies,
  policyRemedies,
  joining: {
    'rate-limited': 'Demasiados intentos desde esta red. Intentando de nuevo…',
    unavailable: 'El servidor no está listo. Intentando de nuevo…',
    page: (directive) =>
      `Esta página no deja que la llamada llegue a su servidor. Quien administra la página tiene que añadir a su Content-Security-Policy: ${directive}`,
    server: (origin) =>
      `Este servidor no acepta llamadas desde esta página. Quien lo administra tiene que añadir ${origin} a EMBED_ORIGINS.`,
  },
  guides,
  lacks: {
    unsupported: {
      cause: 'Este navegador no tiene WebRTC, que las videollamadas necesitan.',
      mend: remedies.unsupported,
    },
    insecure: { cause: causes.insecure('both'), mend: remedies.insecure },
  },
};
