/** Why a room name was refused. */
export type RefusalReason = 'empty' | 'too-long' | 'characters';
