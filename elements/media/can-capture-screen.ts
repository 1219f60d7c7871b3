type AllowsFeature = { readonly allowsFeature?: (name: string) => boolean };

/** Whether this browser can, and this page may. */
export function canCaptureScreen(): boolean {
  if (!navigator.mediaDevices?.getDisplayMedia) return false;
  const { featurePolicy } = document as { featurePolicy?: AllowsFeature };
  return featurePolicy?.allowsFeature?.('display-capture') !== false;
}
