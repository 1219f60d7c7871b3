/**
 * Declares every message of `video-room.v1` once. The server compiles the schemas; both sides
 * import the types. README.md beside this file explains the messages.
 */
import { type Static, Type } from 'typebox';
import { MAX_DISPLAY_NAME_LENGTH, MAX_SESSION_LENGTH } from './limits.js';

const Session = Type.String({ maxLength: MAX_SESSION_LENGTH });
const DisplayName = Type.String({ maxLength: MAX_DISPLAY_NAME_LENGTH });
const Offer = Type.Object({ type: Type.Literal('offer'), sdp: Type.String() });
/** An object with any members. The two browsers define its content. */
const Signal = Type.Record(Type.String(), Type.Unknown());

/** Takes a seat, or returns to one with its token. */
export const JoinMessage = Type.Object({
  type: Type.Literal('join'),
  room: Type.String(),
  session: Type.Optional(Session),
  token: Type.Optional(Type.String()),
  displayName: Type.Optional(DisplayName),
  description: Type.Optional(Offer),
});

/** Goes to the peer unchanged. */
export const SignalMessage = Type.Object({ type: Type.Literal('signal'), signal: Signal });

const messageOfType = <T extends string>(type: T) => Type.Object({ type: Type.Literal(type) });

/** What a browser may send. */
export const ClientMessage = Type.Union([
  JoinMessage,
  SignalMessage,
  messageOfType('ice'),
  messageOfType('ping'),
  messageOfType('vouch'),
  messageOfType('release'),
  messageOfType('leave'),
]);

/** An ICE server, as in `RTCConfiguration`. */
export const IceServer = Type.Object({
  urls: Type.Array(Type.String()),
  username: Type.Optional(Type.String()),
  credential: Type.Optional(Type.String()),
});

/** `away`: the socket is lost, the seat is still held. */
export const PeerStatus = Type.Union([
  Type.Literal('absent'),
  Type.Literal('present'),
  Type.Literal('away'),
]);

/** The two seats of a room. On glare, `second` is the polite peer. */
export const SeatPosition = Type.Union([Type.Literal('first'), Type.Literal('second')]);

/** Why a message was dropped. The socket and the seat stay. */
export const ErrorCode = Type.Union([
  Type.Literal('invalid-message'),
  Type.Literal('invalid-room'),
  Type.Literal('not-joined'),
  Type.Literal('already-joined'),
  Type.Literal('rate-limited'),
  Type.Literal('unavailable'),
]);

/** What a server may send. */
export const ServerMessage = Type.Union([
  Type.Object({
    type: Type.Literal('joined'),
    room: Type.String(),
    seat: SeatPosition,
    token: Type.String(),
    peer: PeerStatus,
    peerSession: Type.Optional(Session),
    peerName: Type.Optional(DisplayName),
    iceServers: Type.Array(IceServer),
    graceMs: Type.Number(),
  }),
  Type.Object({ type: Type.Literal('full'), room: Type.String() }),
  Type.Object({
    type: Type.Literal('peer'),
    status: PeerStatus,
    session: Type.Optional(Session),
    displayName: Type.Optional(DisplayName),
    description: Type.Optional(Offer),
  }),
  SignalMessage,
  Type.Object({ type: Type.Literal('ice'), iceServers: Type.Array(IceServer) }),
  messageOfType('pong'),
  Type.Object({ type: Type.Literal('error'), code: ErrorCode, message: Type.String() }),
]);

export type JoinMessage = Static<typeof JoinMessage>;
export type SignalMessage = Static<typeof SignalMessage>;
export type ClientMessage = Static<typeof ClientMessage>;
export type ServerMessage = Static<typeof ServerMessage>;
export type IceServer = Static<typeof IceServer>;
export type PeerStatus = Static<typeof PeerStatus>;
export type SeatPosition = Static<typeof SeatPosition>;
export type ErrorCode = Static<typeof ErrorCode>;
export type OfferDescription = Static<typeof Offer>;
/** The server message with this `type`. */
export type ServerMessageOf<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>;
