/**
 * The part of `call-state.ts` that is about what this side sends and about the life of the page. What
 * is wanted of microphone and camera lives here alone: the track, the button, the message to the peer
 * and the choice that outlives a reload all follow from it.
 */
import type { MediaChoice } from '../signaling/seat-storage.js';
import {
  type CallEffect,
  type CallEvent,
  type CallState,
  type CallStep,
  emit,
  unchanged,
} from './call-model.js';

/** Whether nothing is asked for or held: the next start is a new call. */
export const isOver = ({ phase }: Pick<CallState, 'phase'>): boolean =>
  phase === 'idle' || phase === 'left';

/** What is wanted of microphone and camera. */
export const mediaChoiceOf = ({ microphone, camera }: MediaChoice): MediaChoice => ({
  microphone,
  camera,
});

/** How a call starts: as the host page says, as the tab left it, as somebody chose since, in that order. */
export function startMedia(state: CallState, stored: Partial<MediaChoice> | null): CallState {
  const { mediaDefaults, nextMedia } = state;
  return { ...state, ...mediaDefaults, ...stored, ...nextMedia, nextMedia: {} };
}

/** Keeps what somebody chose, if it is not what the host page says anyway. */
export function saveChosenMedia(state: CallState): CallEffect[] {
  const { microphone, camera, mediaDefaults } = state;
  const isChosen = microphone !== mediaDefaults.microphone || camera !== mediaDefaults.camera;
  return isChosen ? [{ type: 'save-media-choice', choice: mediaChoiceOf(state) }] : [];
}

/** Somebody has chosen; `news` tells the host page. */
function setMedia(state: CallState, change: Partial<MediaChoice>, news: CallEffect[]): CallStep {
  const next: CallState = {
    ...state,
    ...change,
    nextMedia: isOver(state) ? { ...state.nextMedia, ...change } : state.nextMedia,
  };
  const effects: CallEffect[] = [
    { type: 'send-own-media' },
    { type: 'save-media-choice', choice: mediaChoiceOf(next) },
  ];
  return { state: next, effects: [...effects, ...news] };
}

/** One step; `null` for an event that is about something else. */
export function nextMediaStep(state: CallState, event: CallEvent): CallStep | null {
  switch (event.type) {
    case 'media-defaults-change': {
      const next = { ...state, mediaDefaults: event.defaults };
      // Before the first call the buttons show how it will start.
      const shown = state.phase === 'idle' ? { ...event.defaults, ...state.nextMedia } : {};
      return unchanged({ ...next, ...shown });
    }
    case 'set-microphone': {
      const { on } = event;
      const news = state.microphone === on ? [] : [emit('microphone-change', { on })];
      const { state: next, effects } = setMedia(state, { microphone: on }, news);
      return { state: next, effects: [{ type: 'update-microphone' }, ...effects] };
    }
    case 'set-camera':
      return { state, effects: [{ type: 'set-camera', on: event.on }] };
    case 'camera-set': {
      const { on } = event;
      const news = state.camera === on ? [] : [emit('camera-change', { on })];
      return setMedia(state, { camera: on }, news);
    }
    case 'track-change':
      return {
        state,
        effects: [{ type: 'replace-track', kind: event.kind }, { type: 'send-own-media' }],
      };
    case 'device-lost':
      return { state, effects: [emit('media-error', event.failure)] };
    case 'screen-share-change':
      return {
        state: { ...state, isSharingScreen: event.on },
        effects: [emit('screen-share-change', { on: event.on })],
      };
    case 'set-screen-share':
    case 'set-input':
    case 'set-audio-output':
    case 'switch-camera':
    case 'send-chat-message':
      return { state, effects: [event] };
    case 'display-name-change':
      return { state, effects: [{ type: 'send-display-name' }] };
    case 'network-change': {
      const { isCertain } = event;
      return {
        state,
        effects: [
          { type: 'probe-socket', isOtherNetwork: isCertain },
          { type: 'check-network', isCertain },
        ],
      };
    }
    case 'page-shown':
      return { state, effects: [{ type: 'probe-socket', isOtherNetwork: false }] };
    case 'page-hidden':
      return { state, effects: [{ type: 'send-away' }] };
    default:
      return null;
  }
}
