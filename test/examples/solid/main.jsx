import { createSignal, For, Show } from 'solid-js';
import { render } from 'solid-js/web';

function Call(props) {
  let call;
  const [news, setNews] = createSignal('On the way');
  const [hand, setHand] = createSignal(false);
  const [noChat, setNoChat] = createSignal(false);
  const [order, setOrder] = createSignal(['call', 'first', 'second']);
  const note = (name) => <p>The {name} note</p>;
  const video = () => (
    <video-room
      ref={call}
      attr:room={props.room}
      attr:display-name="Ada"
      prop:noChat={noChat()}
      on:room-joined={({ detail }) => setNews(`In room ${detail.room}`)}
      on:call-connected={({ detail }) => setNews(`Up after ${detail.ms} ms`)}
      on:room-left={() => setNews('Left')}
    >
      <button type="button" slot="controls" onClick={() => setHand(!hand())}>
        {hand() ? 'Lower hand' : 'Raise hand'}
      </button>
    </video-room>
  );
  return (
    <>
      <output>{news()}</output>
      <For each={order()}>{(name) => (name === 'call' ? video() : note(name))}</For>
      <button type="button" onClick={() => setNoChat(true)}>
        No chat
      </button>
      <button type="button" onClick={() => setOrder(order().slice(1).concat(order()[0]))}>
        Move
      </button>
      <button type="button" onClick={() => call.leave()}>
        Leave
      </button>
    </>
  );
}

function App() {
  const [open, setOpen] = createSignal(true);
  return (
    <>
      <Show when={open()}>
        <Call room="solid" />
      </Show>
      <button type="button" onClick={() => setOpen(false)}>
        Close
      </button>
    </>
  );
}

const root = document.createElement('main');
document.body.append(root);
render(App, root);
