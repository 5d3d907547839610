import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { messages } from '../../src/usecases/documents/messages.ts';
import { fetchPicture } from '../../src/usecases/fetch-picture.ts';
import { type Desk, NOW, desk, putPicture, temporaryStore } from '../support/oa-desk.ts';
import { MEDIA, type OaServer, errorBody, startOaServer } from '../support/oa-server.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(64, 7)]);
const busy = { body: errorBody(-1, 'system error') };

describe('pictures in the transcript', () => {
  let server: OaServer;
  let database: ReturnType<typeof temporaryStore>;
  let one: Desk;
  beforeEach(async () => {
    server = await startOaServer();
    database = temporaryStore();
    one = desk(server, await database.open());
    server.media.set('MEDIA', { contentType: 'image/jpeg', bytes: jpeg });
    await putPicture(one.store, 'message-1', 'MEDIA');
  });
  afterEach(async () => {
    await server.close();
    await database.remove();
    expect(server.faults).toEqual([]);
  });
  const stored = async () => (await one.store.get(messages, 'message-1'))?.doc;

  it('a picture that is due, it is fetched, it is kept under the message and nothing is left to do', async () => {
    await fetchPicture(one, 'message-1');
    expect(await stored()).toMatchObject({
      picture: { state: 'stored', contentType: 'image/jpeg', failures: 0 },
      nextActionAt: null,
    });
    expect(await one.store.getBlob('message-1')).toEqual({ contentType: 'image/jpeg', bytes: jpeg });
  });

  it('one picture, two processes fetch it at once, it is downloaded once', async () => {
    const two = desk(server, await database.open(), 'two');
    await Promise.all([fetchPicture(one, 'message-1'), fetchPicture(two, 'message-1')]);
    expect(server.received(MEDIA)).toHaveLength(1);
    expect((await stored())?.picture?.state).toBe('stored');
  });

  it('a picture that is kept, it is asked for again, nothing is downloaded', async () => {
    await fetchPicture(one, 'message-1');
    await fetchPicture(one, 'message-1');
    await fetchPicture(one, 'no-such-message');
    expect(server.received(MEDIA)).toHaveLength(1);
  });

  it('a picture, WeChat answers 40007, it is marked gone, said once and not asked for again', async () => {
    server.media.clear();
    await fetchPicture(one, 'message-1');
    one.clock.advance(DAY);
    await fetchPicture(one, 'message-1');
    expect(await stored()).toMatchObject({ picture: { state: 'gone' }, nextActionAt: null });
    expect(server.received(MEDIA)).toHaveLength(1);
    expect(one.log.lines).toMatchObject([
      { level: 'warn', fields: { messageId: 'message-1', state: 'gone' } },
    ]);
  });

  it('a text file sent as a picture, it is fetched, it is marked gone and not kept', async () => {
    server.media.set('MEDIA', { contentType: 'image/jpeg', bytes: Buffer.from('#!/bin/sh') });
    await fetchPicture(one, 'message-1');
    expect((await stored())?.picture?.state).toBe('gone');
    expect(await one.store.getBlob('message-1')).toBeUndefined();
  });

  it('a picture, WeChat keeps failing, it is tried after 1, 2, 5, 10, 30 minutes and then hourly', async () => {
    const pauses: number[] = [];
    for (let tries = 0; tries < 7; tries += 1) {
      server.script(MEDIA, busy);
      await fetchPicture(one, 'message-1');
      const pause = ((await stored())?.nextActionAt ?? 0) - one.clock.now();
      one.clock.advance(pause - 1);
      await fetchPicture(one, 'message-1');
      one.clock.advance(1);
      pauses.push(pause / MINUTE);
    }
    expect(pauses).toEqual([1, 2, 5, 10, 30, 60, 60]);
    expect(server.received(MEDIA)).toHaveLength(7);
    await fetchPicture(one, 'message-1');
    expect((await stored())?.picture).toMatchObject({ state: 'stored', failures: 7 });
  });

  it('a picture, WeChat has failed for three days, it is given up as gone', async () => {
    server.script(MEDIA, busy, busy);
    one.clock.advance(3 * DAY - 1);
    await fetchPicture(one, 'message-1');
    expect((await stored())?.picture?.state).toBe('pending');
    one.clock.advance(MINUTE);
    await fetchPicture(one, 'message-1');
    expect(await stored()).toMatchObject({ picture: { state: 'gone', failures: 2 }, nextActionAt: null });
  });

  it('a picture, the process died while fetching it, another fetches it five minutes later', async () => {
    const account = { ...one.officialAccount, downloadMedia: () => Promise.reject(new Error('killed')) };
    await expect(fetchPicture({ ...one, officialAccount: account }, 'message-1')).rejects.toThrow('killed');
    expect((await stored())?.nextActionAt).toBe(NOW + 5 * MINUTE);
    one.clock.advance(5 * MINUTE);
    await fetchPicture(one, 'message-1');
    expect((await stored())?.picture?.state).toBe('stored');
  });

  it('a picture, the Official Account is off, it waits', async () => {
    await fetchPicture({ ...one, officialAccount: null }, 'message-1');
    expect(await stored()).toMatchObject({ picture: { state: 'pending' }, nextActionAt: NOW + MINUTE });
  });
});
