import type { ToolTexts } from './en.js';

/** Brazilian Portuguese: the tools of a call. */
export const ptBr: ToolTexts = {
  close: 'Fechar',
  fullScreen: 'Tela cheia',
  quality: {
    details: 'Detalhes da conexão',
    none: 'Ainda não há medições.',
    good: 'A conexão está boa.',
    sentences: {
      network: {
        fair: 'Sua rede está um pouco lenta. Por isso a imagem fica menor.',
        poor: 'Sua rede está lenta demais para uma boa imagem. O som tem prioridade.',
      },
      'peer-network': {
        fair: 'A rede da outra pessoa está um pouco lenta. Por isso a imagem fica menor.',
        poor: 'A rede da outra pessoa está lenta demais para uma boa imagem. O som tem prioridade.',
      },
      cpu: {
        fair: 'Seu aparelho está sobrecarregado. Fechar outros programas pode ajudar.',
        poor: 'Seu aparelho está sobrecarregado demais para a chamada. Feche outros programas.',
      },
      'peer-cpu': {
        fair: 'O aparelho da outra pessoa está sobrecarregado. Fechar outros programas lá pode ajudar.',
        poor: 'O aparelho da outra pessoa está sobrecarregado demais para a chamada.',
      },
    },
    lost: {
      network: 'Nada está passando no momento. Reconectando…',
      'peer-network': 'A outra pessoa perdeu a conexão. Aguardando…',
      cpu: 'Nada está passando no momento. Reconectando…',
      'peer-cpu': 'Nada está passando no momento. Reconectando…',
    },
    marks: {
      network: 'Sua rede está lenta',
      'peer-network': 'A rede da outra pessoa está lenta',
      cpu: 'Seu aparelho está sobrecarregado',
      'peer-cpu': 'O aparelho da outra pessoa está sobrecarregado',
    },
    bitrate: 'Taxa de bits',
    loss: 'Pacotes perdidos',
    roundTrip: 'Ida e volta',
    jitter: 'Variação do atraso',
    pictureIn: 'Imagem recebida',
    pictureOut: 'Imagem enviada',
    sound: 'Som',
    path: 'Caminho',
    paths: { direct: 'Direto', relayed: 'Por um retransmissor' },
  },
  invite: {
    name: 'Convidar',
    body: 'Quem abrir este link entra nesta sala. Ela tem dois lugares.',
    share: 'Compartilhar…',
    message: 'Entre comigo em uma chamada de vídeo:',
    code: 'Código QR',
    codeOf: 'Código QR do link de convite',
    codeFailed: 'Não foi possível carregar o código QR. Feche e tente de novo.',
  },
  muted: { said: 'O seu microfone está silenciado', unmute: 'Ativar microfone' },
  picture: 'Janela flutuante',
  shortcuts: {
    name: 'Atalhos do teclado',
    use: 'Usar atalhos do teclado',
    space: 'Espaço',
    talk: 'Segure para falar com o microfone silenciado',
  },
  screen: {
    share: 'Compartilhar tela',
    on: 'A sua tela está sendo mostrada',
    off: 'A sua tela não está mais sendo mostrada',
    failed: 'Não foi possível compartilhar a tela. Tente outra janela ou feche outros programas.',
  },
  person: {
    muted: 'Microfone silenciado',
    unmuted: 'Microfone ligado de novo',
    cameraOff: 'Câmera desligada',
    cameraOn: 'Câmera ligada de novo',
    sharing: 'Compartilhando a tela',
    notSharing: 'A tela não está mais compartilhada',
    away: 'Ausente',
    back: 'De volta',
  },
  selfView: {
    name: 'Imagem pequena',
    swap: 'Trocar as imagens',
    shrink: 'Reduzir a imagem',
    hint: 'Mova com as setas do teclado ou arraste.',
  },
};
