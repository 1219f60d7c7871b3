/**
 * Keeps the certificate of this browser's connections in IndexedDB, per server and room, so that the
 * peer meets the same fingerprint after a reload. Its private key cannot be read by anybody, only
 * used here. Where the store is refused nothing is kept.
 */
import { SEAT_TOKEN_LIFETIME_MS } from '../../server/protocol/limits.js';

const DATABASE = 'video-room';
const STORE = 'certificates';

interface StoredCertificate {
  readonly certificate: RTCCertificate;
  readonly at: number;
}

/** The certificate that is kept under this name, if it is young enough and has not expired. */
export async function loadCertificate(name: string): Promise<RTCCertificate | null> {
  const kept = await withStore<StoredCertificate | undefined>('readonly', (store) =>
    store.get(name),
  );
  const young = kept && Date.now() - kept.at < SEAT_TOKEN_LIFETIME_MS;
  return young && kept.certificate.expires > Date.now() + SEAT_TOKEN_LIFETIME_MS
    ? kept.certificate
    : null;
}

/** Keeps it for at most as long as a seat token. */
export async function saveCertificate(name: string, certificate: RTCCertificate): Promise<void> {
  const kept: StoredCertificate = { certificate, at: Date.now() };
  await withStore('readwrite', (store) => store.put(kept, name));
}

/** The seat was left: nothing is kept. */
export async function deleteCertificate(name: string): Promise<void> {
  await withStore('readwrite', (store) => store.delete(name));
}

/** Resolves to `undefined` where there is no store: private windows, blocked sites, a full disk. */
async function withStore<T>(
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => IDBRequest,
): Promise<T | undefined> {
  try {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    const database: IDBDatabase = await requestDone(opening);
    try {
      return await requestDone(use(database.transaction(STORE, mode).objectStore(STORE)));
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}

function requestDone<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
