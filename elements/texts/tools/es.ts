import type { ToolTexts } from './en.js';

/** Spanish: the tools of a call. */
export const es: ToolTexts = {
  close: 'Cerrar',
  fullScreen: 'Pantalla completa',
  quality: {
    details: 'Detalles de la conexión',
    none: 'Todavía no hay mediciones.',
    good: 'La conexión es buena.',
    sentences: {
      network: {
        fair: 'Tu red va un poco lenta. Por eso la imagen es más pequeña.',
        poor: 'Tu red es demasiado lenta para una buena imagen. El sonido tiene prioridad.',
      },
      'peer-network': {
        fair: 'La red de la otra persona va un poco lenta. Por eso la imagen es más pequeña.',
        poor: 'La red de la otra persona es demasiado lenta para una buena imagen. El sonido tiene prioridad.',
      },
      cpu: {
        fair: 'Tu dispositivo está sobrecargado. Cerrar otros programas puede ayudar.',
        poor: 'Tu dispositivo está demasiado sobrecargado para la llamada. Cierra otros programas.',
      },
      'peer-cpu': {
        fair: 'El dispositivo de la otra persona está sobrecargado. Cerrar otros programas allí puede ayudar.',
        poor: 'El dispositivo de la otra persona está demasiado sobrecargado para la llamada.',
      },
    },
    lost: {
      network: 'No llega nada en este momento. Reconectando…',
      'peer-network': 'La otra persona perdió la conexión. Esperando…',
      cpu: 'No llega nada en este momento. Reconectando…',
      'peer-cpu': 'No llega nada en este momento. Reconectando…',
    },
    marks: {
      network: 'Tu red va lenta',
      'peer-network': 'La red de la otra persona va lenta',
      cpu: 'Tu dispositivo está sobrecargado',
      'peer-cpu': 'El dispositivo de la otra persona está sobrecargado',
    },
    bitrate: 'Tasa de bits',
    loss: 'Paquetes perdidos',
    roundTrip: 'Ida y vuelta',
    jitter: 'Variación del retardo',
    pictureIn: 'Imagen recibida',
    pictureOut: 'Imagen enviada',
    sound: 'Sonido',
    path: 'Camino',
    paths: { direct: 'Directo', relayed: 'A través de un repetidor' },
  },
  invite: {
    name: 'Invitar',
    body: 'Quien abra este enlace entra en esta sala. Tiene dos plazas.',
    share: 'Compartir…',
    message: 'Acompáñame en una videollamada:',
    code: 'Código QR',
    codeOf: 'Código QR del enlace de invitación',
    codeFailed: 'No se pudo cargar el código QR. Ciérralo y vuelve a intentarlo.',
  },
  muted: { said: 'Tienes el micrófono silenciado', unmute: 'Activar micrófono' },
  picture: 'Imagen en imagen',
  shortcuts: {
    name: 'Atajos de teclado',
    use: 'Usar atajos de teclado',
    space: 'Espacio',
    talk: 'Mantén pulsado para hablar con el micrófono silenciado',
  },
  screen: {
    share: 'Compartir pantalla',
    on: 'Se está mostrando tu pantalla',
    off: 'Ya no se muestra tu pantalla',
    failed: 'No se pudo compartir la pantalla. Prueba con otra ventana o cierra otros programas.',
  },
  person: {
    muted: 'Micrófono silenciado',
    unmuted: 'Micrófono activado de nuevo',
    cameraOff: 'Cámara apagada',
    cameraOn: 'Cámara encendida de nuevo',
    sharing: 'Compartiendo su pantalla',
    notSharing: 'Ya no comparte la pantalla',
    away: 'Ausente',
    back: 'De vuelta',
  },
  selfView: {
    name: 'Imagen pequeña',
    swap: 'Intercambiar las imágenes',
    shrink: 'Reducir la imagen',
    hint: 'Muévela con las flechas del teclado o arrástrala.',
  },
};
