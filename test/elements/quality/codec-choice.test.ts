import t from 'tap';
import { chooseCodec } from '../../../elements/quality/codec-choice.js';

const all = ['video/VP8', 'video/rtx', 'video/H264', 'video/AV1', 'video/VP9'].map((mimeType) => ({
  mimeType,
}));
const nothing = { narrow: false, encodes: [], decodes: [] };

t.test('the browser chooses where nothing speaks for another', async (t) => {
  t.equal(chooseCodec(all, nothing), undefined);
  t.equal(chooseCodec([], { ...nothing, narrow: true }), undefined);
});

t.test('a narrow network gets the best compression that both know', async (t) => {
  const wish = { ...nothing, narrow: true };
  t.equal(chooseCodec(all, wish)?.mimeType, 'video/AV1');
  t.equal(chooseCodec(all.slice(-1), wish)?.mimeType, 'video/VP9');
  t.equal(chooseCodec(all.slice(0, 2), wish), undefined);
});

t.test('what one encodes and the other decodes in hardware', async (t) => {
  const choose = (encodes: string[], decodes: string[]) =>
    chooseCodec(all, { narrow: false, encodes, decodes })?.mimeType;
  t.equal(choose(['video/H264', 'video/VP9'], ['video/H264']), 'video/H264');
  t.equal(choose(['video/H264', 'video/VP9'], ['video/VP9', 'video/H264']), 'video/VP9');
  t.equal(choose(['video/H264'], ['video/VP9']), undefined);
});
