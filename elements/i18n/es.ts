/** Spanish. */
import type { Strings } from './en.js';

/** The catalogue of `es`. */
export const es: Strings = {
  prompt: {
    label: 'Nombre de la sala',
    hint: 'Quien escriba el mismo nombre te encontrará allí.',
    join: 'Entrar',
    cancel: 'Cancelar',
    useSuggestion: (name) => `Usar «${name}»`,
    problems: {
      empty: 'Escribe un nombre de sala válido. No puede quedar vacío.',
      'too-long': 'Escribe un nombre de sala válido. Puede tener 64 caracteres como máximo.',
      characters: 'Escribe un nombre de sala válido. Hay un carácter que no se puede usar.',
    },
  },
  call: 'Videollamada',
  peer: 'La otra persona',
  peerVideo: (name) => `Vídeo: ${name}`,
  selfVideo: 'Tu propia imagen',
  start: 'Empezar',
  tryAnotherRoom: 'Probar otra sala',
  copyLink: 'Copiar enlace de invitación',
  linkCopied: 'Enlace copiado',
  controls: 'Controles de la llamada',
  mute: 'Silenciar micrófono',
  cameraOff: 'Apagar cámara',
  leave: 'Salir de la llamada',
  idle: {
    title: 'Todo listo',
    body: 'Tu cámara y tu micrófono están apagados hasta que empieces.',
  },
  requesting: {
    title: 'Permite la cámara y el micrófono',
    body: 'El navegador está preguntando. Elige «Permitir» para que la otra persona te vea y te oiga.',
  },
  naming: {
    title: '¿A qué sala?',
    body: 'Inventa un nombre y compártelo, o escribe el que te dieron.',
  },
  joining: {
    title: (room) => `Entrando en «${room}»…`,
    unreachable: 'El servidor no responde. Intentando de nuevo…',
  },
  waiting: {
    title: 'Esperando a la otra persona',
    body: (room) => `Envíale este enlace o dile el nombre de la sala: «${room}».`,
  },
  connecting: { title: 'Conectando…', body: 'La otra persona ya está aquí.' },
  connected: 'Conectado',
  reconnecting: { title: 'Reconectando…' },
  left: {
    title: 'Saliste de la llamada',
    elsewhere: 'Estás en esta llamada en otro lugar',
  },
};
