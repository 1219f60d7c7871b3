const call = document.querySelector('video-room');
const news = document.querySelector('output');

const tell = (text) => {
  news.textContent = text;
};
const onClick = (id, act) => document.getElementById(id).addEventListener('click', act);

call.addEventListener('room-joined', ({ detail }) => tell(`In room ${detail.room}`));
call.addEventListener('call-connected', ({ detail }) => tell(`Up after ${detail.ms} ms`));
call.addEventListener('room-left', () => tell('Left'));

onClick('hand', ({ target }) => {
  target.textContent = 'Lower hand';
});
onClick('chat', () => {
  call.noChat = true;
});
onClick('move', () => document.querySelector('section:empty, section:last-of-type').append(call));
onClick('leave', () => call.leave());
onClick('close', () => call.remove());
