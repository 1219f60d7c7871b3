/** What a promise of the element waits for: pure, (state) → how it ends, `undefined` while it does not. */
import type { SeatPosition } from '../../server/protocol/messages.js';
import type { RoomName } from '../../server/protocol/room-name.js';
import { CallError } from './call-error.js';
import { type CallState, isRefusal } from './call-model.js';

/** How `join(room)` ends: with the seat, or with why there is none. */
export function joinOutcome(
  { phase, room, seat, joinError, failure, unsupportedReason, problem }: CallState,
  wanted: RoomName,
): { room: string; seat: SeatPosition } | CallError | undefined {
  if (phase === 'blocked' || phase === 'unsupported') {
    return new CallError('blocked', failure ?? unsupportedReason);
  }
  if (phase === 'full') return new CallError('full');
  // The server's Unicode may be older than ours.
  if (phase === 'naming' && problem) return new CallError('invalid-room', problem);
  if (room?.key !== wanted.key || phase === 'left' || isRefusal(joinError)) {
    return new CallError('aborted', joinError);
  }
  return seat ? { room: room.name, seat } : undefined;
}

/** How `start()` and `retry()` end: with the devices, or with why there are none. */
export function mediaOutcome({
  phase,
  hasMedia,
  failure,
  unsupportedReason,
}: CallState): true | CallError | undefined {
  if (hasMedia) return true;
  if (phase === 'requesting') return undefined;
  const denied = phase === 'blocked' || phase === 'unsupported';
  return new CallError(denied ? 'blocked' : 'aborted', failure ?? unsupportedReason);
}
