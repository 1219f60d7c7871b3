import 'htmx.org';

// What happens in this page alone needs no server.
const call = document.getElementById('call');
document.getElementById('leave').addEventListener('click', () => call.leave());
document.getElementById('chat').addEventListener('click', () => {
  call.noChat = true;
});
