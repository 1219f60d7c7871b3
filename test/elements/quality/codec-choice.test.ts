import t from 'tap';
import { chooseCodec } from '../../../elements/quality/codec-choice.js';

const all = ['video/VP8', 'video/rtx', 'video/H264', 'video/AV1', 'video/VP9'].map((mimeType) => ({
  mimeType,
}));
const nothing = { encodes: [], decodes: [] };

t.test('the browser chooses where nothing speaks for another', async (t) => {
  t.equal(chooseCodec(all, nothing), undefined);
  t.equal(chooseCodec([], { encodes: ['video/VP9'], decodes: ['video/VP9'] }), undefined);
});

t.test('what one encodes and the other decodes in hardware', async (t) => {
  const choose = (encodes: string[], decodes: string[]) =>
    chooseCodec(all, { encodes, decodes })?.mimeType;
  t.equal(choose(['video/H264', 'video/VP9'], ['video/H264']), 'video/H264');
  t.equal(choose(['video/H264', 'video/VP9'], ['video/VP9', 'video/H264']), 'video/VP9');
  t.equal(choose(['video/H264'], ['video/VP9']), undefined);
});
