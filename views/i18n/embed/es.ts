import type { EmbedStrings } from './embed-strings.js';

/** Spanish. */
export const embedEs: EmbedStrings = {
  title: 'Pon una llamada en tu página',
  intro:
    'Dos líneas de HTML son una videollamada completa para dos personas: permiso, sala, llamada, reconexión y todos los errores. Rellena el formulario, copia el resultado y pégalo en tu página.',
  onThisPage: 'En esta página',
  copy: 'Copiar',
  copied: 'Copiado',
  builder: {
    heading: 'Prepara tu llamada',
    room: 'Nombre de la sala',
    roomHint: 'Si lo dejas vacío, se preguntará a quien entre.',
    displayName: 'Nombre visible',
    lang: 'Idioma',
    langAuto: 'El de tu página',
    theme: 'Tema',
    themes: { auto: 'El del dispositivo', light: 'Claro', dark: 'Oscuro' },
    start: 'Opciones',
    flags: {
      muted: 'Empezar con el micrófono silenciado',
      'camera-off': 'Empezar con la cámara apagada',
      manual: 'Esperar un clic en Empezar',
      'relay-only': 'Ocultar direcciones: conectar solo por un servidor intermedio',
      'no-chat': 'Sin chat',
      'no-screen-share': 'Sin compartir pantalla',
      'no-shortcuts': 'Sin atajos de teclado',
    },
    accent: 'Color de acento',
    radius: 'Radio de esquinas (px)',
    pinned: 'Fijar esta versión',
    pinnedHint:
      'Así, toda la llamada es un solo archivo, y el navegador ejecuta exactamente ese archivo o ninguno. Pesa más al principio, 66 KiB en lugar de 36, porque nada se carga después. Cuando se actualice este servidor, vuelve a copiar la línea.',
    submit: 'Mostrar el resultado',
  },
  problems: {
    'name-too-long': 'Escribe un nombre más corto. Puede tener 64 caracteres como máximo.',
    color: 'Escribe un color, como #7a3cff.',
    radius: 'Escribe un número entero de 0 a 40.',
  },
  snippet: {
    heading: 'Tu código',
    leftOut: 'Queda fuera hasta que se corrija:',
    height: 'La llamada ocupa la altura que le des, 20 rem como mínimo:',
  },
  preview: {
    heading: 'Pruébala',
    hint: 'No se pide nada hasta que pulses Empezar. Puedes cambiar el formulario durante la llamada: sigue adelante.',
    script: 'La vista previa necesita JavaScript.',
  },
  events: {
    heading: 'Eventos',
    hint: 'Lo que tu página puede escuchar, según ocurre en la vista previa; lo más nuevo primero.',
    none: 'Todavía no ha pasado nada. Pulsa Empezar.',
  },
  looks: {
    heading: 'Aspecto',
    intro: 'Pon estas propiedades personalizadas en el elemento o en cualquier cosa que lo rodee.',
    hint: 'Cambia un valor y mira la vista previa.',
    result: 'Tu hoja de estilos',
  },
  frame: {
    heading: 'En un marco (iframe)',
    intro:
      'El elemento es el mejor camino. Si tu página no puede ejecutar un script nuestro, un iframe contiene la misma llamada:',
    title: 'Videollamada',
    address:
      'La dirección acepta los atributos del elemento, y también `accent` y `radius`. Sin todo lo que hay en `allow`, el navegador le niega al iframe la cámara, el micrófono o la pantalla.',
  },
  headers: {
    heading: 'Permisos y cabeceras',
    origins: 'Este servidor tiene que conocer tu página. Quien lo administra define:',
    allowed: {
      all: 'Ahora mismo acepta cualquier página.',
      some: 'Ahora mismo acepta páginas elegidas.',
      none: 'Ahora mismo solo acepta sus propias páginas.',
    },
    csp: 'Una página con Content-Security-Policy añade este servidor a dos directivas y no necesita nada más: ni estilos en línea ni eval.',
    trustedTypes: 'Si la política restringe Trusted Types, incluye un nombre más:',
    permissions:
      'Una página que envía Permissions-Policy debe permitirse a sí misma lo que usa una llamada (con un iframe, también a este servidor):',
    isolation:
      'Una página aislada de otros orígenes no necesita nada más: lo que se sirve aquí lleva CORS y `Cross-Origin-Resource-Policy: cross-origin`, y la página del iframe lleva `Cross-Origin-Embedder-Policy: require-corp`.',
  },
  reference: {
    heading: 'Referencia',
    intro: 'Las descripciones vienen del código fuente y están en inglés.',
    alone: 'Sin una llamada en la página, basta con su propio script:',
    kinds: {
      attributes: 'Atributos',
      properties: 'Propiedades',
      methods: 'Métodos',
      events: 'Eventos',
      slots: 'Ranuras (slots)',
      parts: 'Partes',
      cssProperties: 'Propiedades personalizadas',
    },
    name: 'Nombre',
    meaning: 'Significado',
  },
  hosting: {
    heading: 'Tu propio servidor',
    intro: 'Todo esto es un solo programa. Necesita Node y ninguna base de datos:',
    production:
      'Los navegadores solo dan cámara y micrófono a las páginas que llegan por https: pon un proxy delante o dale un certificado al servidor.',
    strictNetworks:
      'Algunas redes no dejan pasar conexiones directas. Con un servidor TURN, quienes están en ellas también pueden llamar.',
  },
};
