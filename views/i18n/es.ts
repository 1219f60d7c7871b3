import { embedEs } from './embed/es.js';
import type { PageStrings } from './page-strings.js';

/** Spanish. */
export const es: PageStrings = {
  siteName: 'Video Room',
  tagline: 'Una videollamada privada para dos. Ponle nombre a la sala y comparte el enlace.',
  description:
    'Videollamadas para dos personas: sin cuenta, sin instalar nada. Ponle nombre a la sala y habla.',
  invitation: 'Únete a una videollamada',
  roomLabel: 'Nombre de la sala',
  join: 'Entrar',
  noScript: 'La llamada necesita JavaScript. Actívalo para esta página y vuelve a cargarla.',
  refusals: {
    empty: 'Escribe un nombre de sala válido. No puede estar vacío.',
    'too-long': 'Escribe un nombre de sala válido. Puede tener 64 caracteres como máximo.',
    characters: 'Escribe un nombre de sala válido. Tiene un carácter que no se puede usar.',
  },
  languages: 'Idioma',
  forDevelopers: 'Para desarrolladores',
  backToStart: 'Volver al inicio',
  errors: {
    'bad-request': {
      title: 'Esta dirección no es válida',
      message: 'El servidor no pudo leerla. Revisa el enlace.',
    },
    'origin-refused': {
      title: 'Acceso no permitido',
      message: 'Este servidor no acepta llamadas de la página que lo pidió.',
    },
    'not-found': {
      title: 'Aquí no hay nada',
      message: 'No hay ninguna página en esta dirección.',
    },
    'too-large': {
      title: 'Petición demasiado grande',
      message: 'La petición era más grande de lo que acepta este servidor.',
    },
    'wrong-host': {
      title: 'Dirección equivocada',
      message: 'Este servidor no atiende esa dirección. Ábrelo por su propio nombre.',
    },
    'invalid-room': {
      title: 'Este nombre de sala no se puede usar',
      message: 'Escribe un nombre de sala válido.',
    },
    'rate-limited': {
      title: 'Demasiadas peticiones',
      message: 'Espera un minuto y vuelve a intentarlo.',
    },
    internal: {
      title: 'Algo salió mal',
      message: 'El fallo es nuestro. Vuelve a intentarlo en un momento.',
    },
    unavailable: {
      title: 'Volvemos enseguida',
      message: 'El servidor se está reiniciando o no puede atender ahora. Vuelve a intentarlo.',
    },
  },
  embed: embedEs,
};
