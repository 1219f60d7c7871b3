/** The window that stays above all others: the peer's picture, and the buttons that a call needs. */
import { html, nothing, render, type TemplateResult } from 'lit';
import micIcon from 'lucide-static/icons/mic.svg';
import micOffIcon from 'lucide-static/icons/mic-off.svg';
import leaveIcon from 'lucide-static/icons/phone-off.svg';
import videoIcon from 'lucide-static/icons/video.svg';
import videoOffIcon from 'lucide-static/icons/video-off.svg';
import { tokens } from '../../theme/tokens.styles.js';
import { stageStyles } from '../call-stage.styles.js';
import { styles } from '../video-room.styles.js';
import { pictureStyles } from './picture-window.styles.js';
import type { ToolView } from './tool.js';
import { toolButton } from './tool-button.js';

/** Document Picture-in-Picture (WICG), which TypeScript does not know yet. */
interface DocumentPictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window & typeof globalThis>;
}

/** One per opening. */
export class PictureWindow {
  readonly #window: Window & typeof globalThis;

  /** Needs a gesture of the person. `onClose`: it was closed, by whomever. */
  static async open(onClose: () => void): Promise<PictureWindow> {
    const { documentPictureInPicture } = window as unknown as {
      documentPictureInPicture: DocumentPictureInPicture;
    };
    const opened = await documentPictureInPicture.requestWindow({ width: 400, height: 300 });
    opened.addEventListener('pagehide', onClose, { once: true });
    return new PictureWindow(opened);
  }

  private constructor(opened: Window & typeof globalThis) {
    this.#window = opened;
    // A sheet belongs to the window that made it.
    const sheet = new opened.CSSStyleSheet();
    const sheets = [tokens, stageStyles, styles, pictureStyles];
    sheet.replaceSync(sheets.map(({ cssText }) => cssText).join('\n'));
    opened.document.adoptedStyleSheets = [sheet];
  }

  /** Shows what there is now. */
  show(view: ToolView): void {
    const { document } = this.#window;
    document.documentElement.lang = view.locale;
    document.title = view.call.peerName || view.strings.call;
    render(content(view), document.body, { creationScope: document });
    const video = document.querySelector('video');
    if (!video || video.srcObject === view.remoteStream) return;
    video.srcObject = view.remoteStream;
    // It is muted, so that no browser refuses; a stream that is replaced at once rejects.
    void video.play().catch(() => null);
  }

  close(): void {
    this.#window.close();
  }
}

function content({
  strings,
  words,
  call,
  peerMedia,
  microphoneOn,
  cameraOn,
  actions,
}: ToolView): TemplateResult {
  const name = call.peerName || strings.peer;
  const isCovered = peerMedia?.camera === false && peerMedia.screen === false;
  return html`<main>
    <video
      class="remote"
      playsinline
      .muted=${true}
      aria-label=${strings.peerVideo(name)}
      ?data-covered=${isCovered}
    ></video>
    ${isCovered ? html`<div class="covered">${words.person.cameraOff}</div>` : nothing}
    <div class="toolbar" role="group" aria-label=${strings.controls}>
      ${toolButton({
        label: strings.mute,
        icon: microphoneOn ? micIcon : micOffIcon,
        pressed: !microphoneOn,
        run: actions.toggleMicrophone,
      })}
      ${toolButton({
        label: strings.cameraOff,
        icon: cameraOn ? videoIcon : videoOffIcon,
        pressed: !cameraOn,
        run: actions.toggleCamera,
      })}
      ${toolButton({ label: strings.leave, icon: leaveIcon, run: actions.leave })}
    </div>
  </main>`;
}
