/** The panel "Settings": devices, how the sound is treated, the name. And the meter before the call. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import micIcon from 'lucide-static/icons/mic.svg';
import micOffIcon from 'lucide-static/icons/mic-off.svg';
import settingsIcon from 'lucide-static/icons/settings.svg';
import volumeIcon from 'lucide-static/icons/volume-2.svg';
import { MAX_DISPLAY_NAME_LENGTH } from '../../../server/protocol/limits.js';
import type { DeviceSettings } from '../../call/device-settings.js';
import { preferences } from '../../media/preferences.js';
import { playTone } from '../../media/tone.js';
import { renderIcon } from '../icon.js';
import { NoticeController } from './notice-controller.js';
import './sound-meter.js';
import type { Tool, Toolbox, ToolView } from './tool.js';
import type { ToolButton } from './tool-button.js';

/** How long after the last letter a name is told, in ms: at once, but not letter by letter. */
const NAME_PAUSE_MS = 400;

const isOn = (event: Event) => (event.currentTarget as HTMLInputElement).checked;

/** One per element. */
export class SettingsTool implements Tool {
  readonly #box: Toolbox;
  readonly #failure: NoticeController;
  #nameTimer: ReturnType<typeof setTimeout> | undefined;
  /** The speaker that the remote view was last sent to. */
  #speaker = '';

  constructor(box: Toolbox) {
    this.#box = box;
    this.#failure = new NoticeController(box.host);
  }

  hostDisconnected(): void {
    clearTimeout(this.#nameTimer);
  }

  button({ words, inRoom, call, features }: ToolView): ToolButton | null {
    if (!inRoom && call.phase !== 'naming') return null;
    return {
      label: words.settings.title,
      icon: settingsIcon,
      expanded: this.#box.isOpen(this),
      run: () => {
        void features?.devices?.refresh();
        this.#box.toggle(this);
      },
    };
  }

  panelName({ words }: ToolView): string {
    return words.settings.title;
  }

  /** Before the call one sees oneself, and that one can be heard. */
  renderMarks(view: ToolView) {
    const { localStream, remoteStream, call, microphoneOn } = view;
    const early = call.phase === 'naming' || call.phase === 'waiting';
    if (!localStream || remoteStream || !early || view.open === this) return nothing;
    return html`<span class="mark metered">
      ${renderIcon(microphoneOn ? micIcon : micOffIcon)} ${renderMeter(view)}
    </span>`;
  }

  renderPanel(view: ToolView): TemplateResult {
    const { words, features } = view;
    const { settings } = words;
    const devices = features?.devices;
    return html`<div class="settings">
      ${this.#box.host.displayName ? nothing : this.#renderName(view)}
      ${devices ? this.#renderDevices(view, devices) : nothing}
      <fieldset>
        <legend>${settings.sound}</legend>
        ${devices?.audioProcessing.map((name) =>
          renderSwitch(settings[name], preferences[name], (on) =>
            this.#try(devices.setAudioProcessing(name, on), view),
          ),
        )}
        ${renderSwitch(settings.tones, preferences.tones, (on) => devices?.setTones(on))}
      </fieldset>
    </div>`;
  }

  renderOver() {
    const { text } = this.#failure;
    return text ? html`<p part="alert" role="alert" class="notice">${text}</p>` : nothing;
  }

  updated({ features }: ToolView): void {
    const voice = this.#box.host.renderRoot.querySelector('audio');
    const speaker = features?.devices?.speaker ?? '';
    if (!voice || speaker === this.#speaker) return;
    this.#speaker = speaker;
    // A speaker that is pulled out at this instant leaves the list, too.
    voice.setSinkId(speaker).catch(() => null);
  }

  async #try(done: Promise<void>, { words }: ToolView): Promise<void> {
    this.#failure.say('');
    await done.catch(() => this.#failure.say(words.settings.failed));
  }

  #renderName({ words, features }: ToolView): TemplateResult {
    const tell = (name: string) => {
      clearTimeout(this.#nameTimer);
      features?.devices?.setDisplayName(name.trim());
    };
    const later = ({ currentTarget }: Event) => {
      const { value } = currentTarget as HTMLInputElement;
      clearTimeout(this.#nameTimer);
      this.#nameTimer = setTimeout(() => tell(value), NAME_PAUSE_MS);
    };
    return html`<div class="field">
      <label for="settings-name">${words.settings.name}</label>
      <input
        id="settings-name"
        type="text"
        autocomplete="name"
        maxlength=${MAX_DISPLAY_NAME_LENGTH}
        aria-describedby="settings-name-hint"
        .value=${preferences.displayName}
        @input=${later}
        @change=${(event: Event) => tell((event.currentTarget as HTMLInputElement).value)}
      />
      <small id="settings-name-hint">${words.settings.nameHint}</small>
    </div>`;
  }

  #renderDevices(view: ToolView, devices: DeviceSettings): TemplateResult {
    const { settings } = view.words;
    const select = (label: string, kind: MediaDeviceKind, used: string, use: Use) =>
      renderSelect(view, label, kind, devices.listKind(kind), used, (id) =>
        this.#try(use(id), view),
      );
    return html`${select(settings.camera, 'videoinput', devices.inputOf('video'), (id) =>
      devices.setInput('video', id),
    )}
    ${select(settings.microphone, 'audioinput', devices.inputOf('audio'), (id) =>
      devices.setInput('audio', id),
    )}
    ${renderMeter(view)}
    ${
      devices.canChooseSpeaker
        ? select(settings.speaker, 'audiooutput', devices.speaker, (id) => devices.setSpeaker(id))
        : nothing
    }
    <div class="row">
      ${
        devices.hasSpeakerDialogue
          ? renderAction(
              settings.chooseSpeaker,
              () => void devices.askForSpeaker().catch(() => null),
            )
          : nothing
      }
      ${renderAction(settings.testSpeaker, () => void playTone('join', devices.speaker))}
    </div>`;
  }
}

type Use = (id: string) => Promise<void>;

function renderMeter({ words, localStream }: ToolView): TemplateResult {
  return html`<video-room-meter
    label=${words.settings.level}
    .track=${localStream?.getAudioTracks()[0] ?? null}
  ></video-room-meter>`;
}

/** The devices of a kind; nothing where the browser shows none. */
function renderSelect(
  { words }: ToolView,
  label: string,
  kind: MediaDeviceKind,
  devices: readonly MediaDeviceInfo[],
  used: string,
  use: (id: string) => void,
): TemplateResult | typeof nothing {
  if (devices.length === 0) return nothing;
  const { automatic, device } = words.settings;
  const options = devices.map(({ deviceId, label: name }, index) => ({
    id: deviceId,
    name: name || device(String(index + 1)),
  }));
  // Nobody has chosen, or what was chosen is not there.
  if (!options.some(({ id }) => id === used)) options.unshift({ id: used, name: automatic });
  const choose = ({ currentTarget }: Event) => use((currentTarget as HTMLSelectElement).value);
  const id = `settings-${kind}`;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <select id=${id} @change=${choose}>
      ${options.map(
        (option) => html`<option value=${option.id} .selected=${live(option.id === used)}>
          ${option.name}
        </option>`,
      )}
    </select>
  </div>`;
}

function renderSwitch(label: string, on: boolean, set: (on: boolean) => void): TemplateResult {
  return html`<label class="switch">
    <span>${label}</span>
    <input
      type="checkbox"
      role="switch"
      .checked=${live(on)}
      @change=${(event: Event) => set(isOn(event))}
    />
  </label>`;
}

function renderAction(label: string, act: () => void): TemplateResult {
  return html`<button part="button" class="button" @click=${act}>
    ${renderIcon(volumeIcon)} ${label}
  </button>`;
}
