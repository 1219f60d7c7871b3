/** What keeps camera and microphone from a page whatever the person says: a header, or the frame it is in. */

/** Whose word it is: that of the page itself, or of the one that frames it. */
export type PolicyPlace = 'page' | 'frame';

/** What has to be written there, as it is written. */
export const POLICY_REMEDIES: Record<PolicyPlace, string> = {
  page: 'Permissions-Policy: camera=(self), microphone=(self)',
  frame: 'allow="camera; microphone"',
};

/** The policy of a document: Chromium's, still under its older name there. */
export interface PagePolicy {
  allowsFeature(feature: string): boolean;
}

/** The policy of this page; `undefined` where the browser does not show it. */
export function pagePolicy(): PagePolicy | undefined {
  return (document as { featurePolicy?: PagePolicy }).featurePolicy;
}

/**
 * Where a policy that forbids the devices has to be changed. A frame of the same origin (the only kind
 * that sees its `frameElement`) has them unless a header takes them away; no browser tells a frame of
 * another origin whether a header of its own forbids them, too.
 */
export function policyPlace(): PolicyPlace {
  return window.top === window || window.frameElement ? 'page' : 'frame';
}

/**
 * Where the browser shows no policy (browser bug `hidden-policy`), whether a frame may use one kind of
 * device: one that may not is shown none, and finds its permission denied. `undefined`: not known.
 */
export function isAllowedInFrame(
  isPresent: boolean | undefined,
  permission: PermissionState | undefined,
): false | undefined {
  const looksForbidden = isPresent === false && permission === 'denied';
  return looksForbidden && policyPlace() === 'frame' ? false : undefined;
}

/** Who has to add what, for developers. */
export function describePolicy(): string {
  const place = policyPlace();
  const owner = place === 'page' ? 'The headers of this page' : 'The <iframe> around this page';
  return `${owner} must allow camera and microphone. Add: ${POLICY_REMEDIES[place]}`;
}
