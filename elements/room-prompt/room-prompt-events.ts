/** The events of `<room-prompt>`. All bubble and cross shadow roots. */
import type { RoomNameProblem } from '../../server/protocol/room-name.js';

/** A valid name was submitted; `room` is its normal form. Cancelled, it submits no form. */
export class RoomSubmitEvent extends CustomEvent<{ readonly room: string }> {
  constructor(room: string) {
    super('room-submit', { bubbles: true, composed: true, cancelable: true, detail: { room } });
  }
}

/** A name was submitted that is not valid. */
export class RoomInvalidEvent extends CustomEvent<{ readonly reason: RoomNameProblem }> {
  constructor(reason: RoomNameProblem) {
    super('room-invalid', { bubbles: true, composed: true, detail: { reason } });
  }
}

/** The prompt was cancelled, by its button or with Escape. */
export class RoomDismissEvent extends CustomEvent<Record<string, never>> {
  constructor() {
    super('room-dismiss', { bubbles: true, composed: true, detail: {} });
  }
}
