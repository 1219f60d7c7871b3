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
      title: 'Este enlace no funciona',
      message: 'Revisa el enlace e inténtalo de nuevo.',
    },
    'origin-refused': {
      title: 'Acceso no permitido',
      message: 'Esa página no puede usar este servidor.',
    },
    'not-found': {
      title: 'Página no encontrada',
      message: 'No hay ninguna página en esta dirección.',
    },
    'too-large': {
      title: 'Petición demasiado grande',
      message: 'El servidor no acepta peticiones tan grandes.',
    },
    'range-not-satisfiable': {
      title: 'Intervalo no válido',
      message: 'El archivo no tiene ese intervalo.',
    },
    'wrong-host': {
      title: 'Dirección equivocada',
      message: 'Este servidor tiene otra dirección. Ábrelo con ella.',
    },
    'invalid-room': {
      title: 'Nombre de sala no válido',
      message: 'Escribe un nombre de sala válido.',
    },
    'rate-limited': {
      title: 'Demasiadas peticiones',
      message: 'Espera un minuto y vuelve a intentarlo.',
    },
    internal: {
      title: 'Algo salió mal',
      message: 'Vuelve a intentarlo en un momento.',
    },
    unavailable: {
      title: 'Volvemos enseguida',
      message: 'El servidor se está reiniciando o está ocupado. Vuelve a intentarlo en un momento.',
    },
  },
  embed: embedEs,
};
