/** What the examples need of the compiler of Solid; its packages come without types. */
declare module '@babel/core' {
  /** Rejects what cannot be parsed. */
  export function transformAsync(
    source: string,
    options: { filename: string; presets: readonly unknown[] },
  ): Promise<{ code?: string | null } | null>;
}

declare module 'babel-preset-solid' {
  const preset: unknown;
  export default preset;
}
