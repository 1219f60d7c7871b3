/** The state of a permission, with its `change` event; `undefined` where the browser does not know it. */
export async function queryPermission(
  name: 'camera' | 'microphone',
): Promise<PermissionStatus | undefined> {
  return navigator.permissions?.query({ name: name as PermissionName }).catch(() => undefined);
}
