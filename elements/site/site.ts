/** The site's own page script: keeps the address in step with the room. The call is the element's. */
const call = document.querySelector('video-room');

/** Replaces the address, so that "back" leads to where the visitor came from, not out of a call. */
function show(path: string): void {
  const url = new URL(location.href);
  if (url.pathname === path) return;
  url.pathname = path;
  history.replaceState(null, '', url);
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.languages a')) {
    link.pathname = path;
  }
}

call?.addEventListener('room-joined', ({ detail }) => {
  show(`/rooms/${encodeURIComponent(detail.room)}`);
  document.title = `${detail.room} · Video Room`;
});

call?.addEventListener('state-change', ({ detail }) => {
  // Who has left must not be back by a reload. A prompt that a bad address opened keeps the address.
  const isOut =
    detail.state === 'left' || (detail.state === 'naming' && detail.previous !== 'requesting');
  if (isOut) show('/');
});
