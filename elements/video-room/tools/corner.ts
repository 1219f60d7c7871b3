/** In which corner of the stage the small picture lies; logical, so that right-to-left mirrors it. */
export interface Corner {
  /** At the bottom. */
  readonly low: boolean;
  /** Where a line of text begins. */
  readonly start: boolean;
}

/** The sides of a box, in px. */
export type Box = Pick<DOMRectReadOnly, 'left' | 'top' | 'right' | 'bottom'>;

/** The corner that an arrow key moves to; `null` for any other key. */
export function cornerTowards(corner: Corner, key: string, rightToLeft: boolean): Corner | null {
  switch (key) {
    case 'ArrowUp':
    case 'ArrowDown':
      return { ...corner, low: key === 'ArrowDown' };
    case 'ArrowLeft':
    case 'ArrowRight':
      return { ...corner, start: (key === 'ArrowLeft') !== rightToLeft };
    default:
      return null;
  }
}

/** The corner of the stage that is nearest to where a picture was dropped. */
export function cornerNearest(picture: Box, stage: Box, rightToLeft: boolean): Corner {
  const left = picture.left + picture.right < stage.left + stage.right;
  const low = picture.top + picture.bottom > stage.top + stage.bottom;
  return { low, start: left !== rightToLeft };
}

/** How far a picture may follow a pointer that went (x, y) px, so that it stays inside the stage. */
export function within(picture: Box, stage: Box, x: number, y: number): { x: number; y: number } {
  const clamp = (value: number, least: number, most: number) =>
    Math.max(least, Math.min(value, most));
  return {
    x: clamp(x, stage.left - picture.left, stage.right - picture.right),
    y: clamp(y, stage.top - picture.top, stage.bottom - picture.bottom),
  };
}
