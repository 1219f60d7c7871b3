import type { EmbedStrings } from './embed-strings.js';

/** Brazilian Portuguese. */
export const embedPtBr: EmbedStrings = {
  title: 'Coloque uma chamada na sua página',
  intro:
    'Duas linhas de HTML são uma chamada de vídeo completa para duas pessoas: permissão, sala, chamada, reconexão e todos os erros. Preencha o formulário, copie o resultado e cole na sua página.',
  onThisPage: 'Nesta página',
  copy: 'Copiar',
  copied: 'Copiado',
  builder: {
    heading: 'Monte a sua chamada',
    room: 'Nome da sala',
    roomHint: 'Se ficar vazio, o nome será perguntado a quem entrar.',
    displayName: 'Nome de exibição',
    lang: 'Idioma',
    langAuto: 'O da sua página',
    theme: 'Tema',
    themes: { auto: 'O do aparelho', light: 'Claro', dark: 'Escuro' },
    start: 'Opções',
    flags: {
      muted: 'Começar com o microfone desligado',
      'camera-off': 'Começar com a câmera desligada',
      manual: 'Esperar um clique em Iniciar',
      'relay-only': 'Esconder endereços: conectar só por um retransmissor',
      'no-chat': 'Sem bate-papo',
      'no-screen-share': 'Sem compartilhamento de tela',
      'no-shortcuts': 'Sem atalhos de teclado',
    },
    accent: 'Cor de destaque',
    radius: 'Raio dos cantos (px)',
    pinned: 'Fixar esta versão',
    pinnedHint:
      'Assim, a chamada inteira é um só arquivo, e o navegador executa exatamente esse arquivo ou nenhum. Ele pesa mais no início, 66 KiB em vez de 36, porque nada é carregado depois. Quando este servidor for atualizado, copie a linha de novo.',
    submit: 'Mostrar o resultado',
  },
  problems: {
    'name-too-long': 'Digite um nome mais curto. Ele pode ter no máximo 64 caracteres.',
    color: 'Digite uma cor, como #7a3cff.',
    radius: 'Digite um número inteiro de 0 a 40.',
  },
  snippet: {
    heading: 'O seu código',
    leftOut: 'Fica de fora até ser corrigido:',
    height: 'A chamada ocupa a altura que você der a ela, no mínimo 20 rem:',
  },
  preview: {
    heading: 'Experimente',
    hint: 'Nada é pedido antes de você clicar em Iniciar. Você pode mudar o formulário durante a chamada: ela continua.',
    script: 'A prévia precisa de JavaScript.',
  },
  events: {
    heading: 'Eventos',
    hint: 'O que a sua página pode ouvir, conforme acontece na prévia; o mais novo primeiro.',
    none: 'Nada aconteceu ainda. Clique em Iniciar.',
  },
  looks: {
    heading: 'Aparência',
    intro:
      'Defina estas propriedades personalizadas no elemento ou em qualquer coisa ao redor dele.',
    hint: 'Mude um valor e veja a prévia.',
    result: 'A sua folha de estilo',
  },
  frame: {
    heading: 'Em uma moldura (iframe)',
    intro:
      'O elemento é o melhor caminho. Se a sua página não pode executar um script nosso, um iframe traz a mesma chamada:',
    title: 'Chamada de vídeo',
    address:
      'O endereço aceita os atributos do elemento, e também `accent` e `radius`. Sem tudo o que está em `allow`, o navegador nega câmera, microfone ou tela ao iframe.',
  },
  headers: {
    heading: 'Permissões e cabeçalhos',
    origins: 'Este servidor precisa conhecer a sua página. Quem o administra define:',
    allowed: {
      all: 'Neste momento, ele aceita qualquer página.',
      some: 'Neste momento, ele aceita páginas escolhidas.',
      none: 'Neste momento, ele só aceita as próprias páginas.',
    },
    csp: 'Uma página com Content-Security-Policy acrescenta este servidor a duas diretivas e não precisa de mais nada: nem estilo embutido, nem eval.',
    trustedTypes: 'Se a política restringe Trusted Types, ela inclui mais um nome:',
    permissions:
      'Uma página que envia Permissions-Policy precisa permitir a si mesma o que uma chamada usa (com um iframe, também a este servidor):',
    isolation:
      'Uma página isolada entre origens não precisa de mais nada: o que vem daqui traz CORS e `Cross-Origin-Resource-Policy: cross-origin`, e a página do iframe traz `Cross-Origin-Embedder-Policy: require-corp`.',
  },
  reference: {
    heading: 'Referência',
    intro: 'As descrições vêm do código-fonte e estão em inglês.',
    alone: 'Sem uma chamada na página, basta o script dele:',
    kinds: {
      attributes: 'Atributos',
      properties: 'Propriedades',
      methods: 'Métodos',
      events: 'Eventos',
      slots: 'Espaços (slots)',
      parts: 'Partes',
      cssProperties: 'Propriedades personalizadas',
    },
    name: 'Nome',
    meaning: 'Significado',
  },
  hosting: {
    heading: 'O seu próprio servidor',
    intro: 'Tudo isto é um só programa. Ele precisa de Node e de nenhum banco de dados:',
    production:
      'Os navegadores só dão câmera e microfone a páginas que chegam por https: coloque um proxy na frente ou dê um certificado ao servidor.',
    strictNetworks:
      'Algumas redes não deixam passar conexões diretas. Com um servidor TURN, quem está nelas também consegue ligar.',
  },
};
