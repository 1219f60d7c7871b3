/** What rollup.config.mjs makes of an imported drawing or style sheet. */

declare module '*.svg' {
  /** The drawing inside its `<svg>` element. */
  const drawing: import('lit').SVGTemplateResult;
  export default drawing;
}

declare module '*.css' {
  /** The minified text. */
  const sheet: string;
  export default sheet;
}
