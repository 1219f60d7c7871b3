import { useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';

function Call({ room }) {
  const call = useRef(null);
  const [news, setNews] = useState('On the way');
  const [hand, setHand] = useState(false);
  const [noChat, setNoChat] = useState(false);
  const [order, setOrder] = useState(['call', 'first', 'second']);
  const parts = {
    call: (
      <video-room
        key="call"
        ref={call}
        room={room}
        display-name="Ada"
        no-chat={noChat}
        onroom-joined={({ detail }) => setNews(`In room ${detail.room}`)}
        oncall-connected={({ detail }) => setNews(`Up after ${detail.ms} ms`)}
        onroom-left={() => setNews('Left')}
      >
        <button type="button" slot="controls" onClick={() => setHand(!hand)}>
          {hand ? 'Lower hand' : 'Raise hand'}
        </button>
      </video-room>
    ),
    first: <p key="first">One note</p>,
    second: <p key="second">Another note</p>,
  };
  return (
    <>
      <output>{news}</output>
      {order.map((name) => parts[name])}
      <button type="button" onClick={() => setNoChat(true)}>
        No chat
      </button>
      <button type="button" onClick={() => setOrder(order.slice(1).concat(order[0]))}>
        Move
      </button>
      <button type="button" onClick={() => call.current.leave()}>
        Leave
      </button>
    </>
  );
}

function App() {
  const [open, setOpen] = useState(true);
  return (
    <>
      {open && <Call room="react" />}
      <button type="button" onClick={() => setOpen(false)}>
        Close
      </button>
    </>
  );
}

const root = document.createElement('main');
document.body.append(root);
createRoot(root).render(<App />);
