/** The two kinds of track. */
export type TrackKind = 'audio' | 'video';
