import t from 'tap';
import { chooseCodec } from '../../../elements/quality/codec-choice.js';

const all = ['video/VP8', 'video/rtx', 'video/H264', 'video/AV1', 'video/VP9'].map((mimeType) => ({
  mimeType,
}));
const nothing = { encodes: [], decodes: [], savesBits: false };

t.test('the browser chooses where nothing speaks for another', async (t) => {
  t.equal(chooseCodec(all, nothing), undefined);
  t.equal(
    chooseCodec([], { ...nothing, encodes: ['video/VP9'], decodes: ['video/VP9'] }),
    undefined,
  );
});

t.test('what one encodes and the other decodes in hardware', async (t) => {
  const choose = (encodes: string[], decodes: string[]) =>
    chooseCodec(all, { encodes, decodes, savesBits: false })?.mimeType;
  t.equal(choose(['video/H264', 'video/VP9'], ['video/H264']), 'video/H264');
  t.equal(choose(['video/H264', 'video/VP9'], ['video/VP9', 'video/H264']), 'video/VP9');
  t.equal(choose(['video/H264'], ['video/VP9']), undefined);
});

t.test('on a narrow line the codec that makes most of few bits, on any device', async (t) => {
  const frugal = { encodes: ['video/H264'], decodes: ['video/H264'], savesBits: true };
  t.equal(chooseCodec(all, frugal)?.mimeType, 'video/AV1');
  t.equal(chooseCodec(all.slice(0, 3), frugal), undefined);
});
