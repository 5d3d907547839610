import { staffMember, state, update } from './store.js';

/** A refusal: `code` as the server names it, or `unreachable`. */
export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const refusalOf = async (response) => {
  let error = {};
  try {
    error = (await response.json()).error ?? {};
  } catch {
    // Not ours, or cut off: the status has to do.
  }
  return new ApiError(
    response.status,
    error.code ?? `http_${response.status}`,
    error.message ?? response.statusText,
  );
};

const send = async (path, init = {}) => {
  let response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new ApiError(0, 'unreachable', '');
  }
  if (!response.ok) throw await refusalOf(response);
  return response;
};

const json = async (path, init) => (await send(path, init)).json();
const posted = (body, headers = {}) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

const phonePath = (openid) => `/sandbox/api/phones/${encodeURIComponent(openid)}`;

export const readState = async () => {
  const sandbox = await json('/sandbox/api/state');
  update({ sandbox, skewMs: sandbox.now - Date.now() });
  return sandbox;
};
export const readPhone = (openid) => json(phonePath(openid));
export const say = (openid, body) => json(`${phonePath(openid)}/messages`, posted(body));
export const raise = (openid, event) => send(`${phonePath(openid)}/events`, posted({ event }));
export const moveClock = (advance) => json('/sandbox/api/clock', posted({ advance }));

/** As the member of staff chosen, in the page's language. A restarted server has issued new tokens: they are read and it is tried again. */
const asStaff = async (path, init = {}) => {
  const attempt = () =>
    send(path, {
      ...init,
      headers: {
        ...init.headers,
        Authorization: `Bearer ${staffMember()?.token}`,
        'Accept-Language': state.language,
      },
    });
  try {
    return await attempt();
  } catch (error) {
    if (error.status !== 401) throw error;
    await readState();
    return attempt();
  }
};

const casePath = (caseNo) => `/api/staff/cases/${encodeURIComponent(caseNo)}`;
const OPEN = 'in_review,awaiting_second_approval,awaiting_customer,offered,appealed,refunding';

const listed = async (query) =>
  (await (await asStaff(`/api/staff/cases?${new URLSearchParams(query)}`)).json()).cases;

/** Open cases first, the most urgent first; then what is over, the newest first. */
export const listCases = async () => {
  const open = await listed({ status: OPEN, limit: '100' });
  if (state.filter === 'open') return open;
  const seen = new Set(open.map(({ caseNo }) => caseNo));
  const over = (await listed({ limit: '100' })).filter(({ caseNo }) => !seen.has(caseNo));
  return [...open, ...over.sort((a, b) => b.openedAt.localeCompare(a.openedAt))];
};
export const readCase = async (caseNo) => (await asStaff(casePath(caseNo))).json();
export const readEvidence = async (url) => (await asStaff(url)).blob();

/** `key` makes a repeat of the same decision harmless. Answers the case. */
export const decide = async (caseNo, action, body, key) =>
  (await asStaff(`${casePath(caseNo)}/${action}`, posted(body, { 'Idempotency-Key': key }))).json();
