import { byId, h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';

/** A picture over this, or of another kind, is drawn again smaller. */
const KEEP_BYTES = 1_000_000;
const MAX_SIDE = 1600;
const KEPT_TYPES = ['image/jpeg', 'image/png', 'image/gif'];

const toBlob = (canvas, type) => new Promise((resolve) => canvas.toBlob(resolve, type, 0.85));

/** {image, contentType} as the control API takes it. */
const encoded = async (blob) => {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return { image: window.btoa(binary), contentType: blob.type };
};

/** Throws where the browser cannot read it as a picture. */
export const fromFile = async (file) => {
  const bitmap = await window.createImageBitmap(file);
  if (file.size <= KEEP_BYTES && KEPT_TYPES.includes(file.type)) return encoded(file);
  const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = h('canvas', {
    width: Math.round(bitmap.width * scale),
    height: Math.round(bitmap.height * scale),
  });
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return encoded(await toBlob(canvas, 'image/jpeg'));
};

const label = (pen, text, x, y, size, colour) => {
  pen.fillStyle = colour;
  pen.font = `${size}px sans-serif`;
  pen.fillText(text, x, y);
};

/** A screenshot as a customer might send: an application that reports a failure. */
const sample = async () => {
  const canvas = h('canvas', { width: 360, height: 480 });
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#f6f8fb';
  pen.fillRect(0, 0, 360, 480);
  pen.fillStyle = '#2f5bea';
  pen.fillRect(0, 0, 360, 72);
  label(pen, '专业版 · 会员中心', 24, 45, 20, '#fff');
  pen.fillStyle = '#fff';
  pen.fillRect(24, 104, 312, 220);
  pen.fillStyle = '#fdecec';
  pen.beginPath();
  pen.arc(180, 168, 36, 0, 7);
  pen.fill();
  label(pen, '!', 174, 184, 44, '#c9302c');
  label(pen, '页面无法加载', 116, 244, 21, '#1d2530');
  label(pen, '错误代码 500 · 请稍后再试', 92, 278, 15, '#5c6675');
  pen.fillStyle = '#dfe5ee';
  for (const [y, width] of [
    [360, 312],
    [388, 250],
    [416, 280],
  ])
    pen.fillRect(24, y, width, 12);
  return encoded(await toBlob(canvas, 'image/png'));
};

const menuItem = (key, testid, onclick) =>
  h('button', { type: 'button', role: 'menuitem', 'data-testid': testid, onclick }, t(key));

/** The picture button: a sample, or a file of one's own. `send` takes {image, contentType}; `fail` a text. */
export const drawPicture = (send, fail) => {
  const file = h('input', {
    type: 'file',
    accept: 'image/*',
    hidden: true,
    'data-testid': 'picture-file',
    'aria-label': t('choosePicture'),
    onchange: async () => {
      const [chosen] = file.files;
      file.value = '';
      if (chosen === undefined) return;
      try {
        send(await fromFile(chosen));
      } catch {
        fail(t('pictureUnreadable'));
      }
    },
  });
  const menu = h(
    'div',
    { class: 'menu', role: 'menu', hidden: true },
    menuItem('samplePicture', 'picture-sample', async () => {
      open(false);
      send(await sample());
    }),
    menuItem('choosePicture', 'picture-choose', () => {
      open(false);
      file.click();
    }),
  );
  const button = h(
    'button',
    {
      type: 'button',
      class: 'round',
      'data-testid': 'picture',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-label': t('addPicture'),
      title: t('addPicture'),
      onclick: () => open(menu.hidden),
    },
    icon('plus'),
  );
  const open = (wanted) => {
    menu.hidden = !wanted;
    button.setAttribute('aria-expanded', String(wanted));
    (wanted ? menu.firstChild : button).focus();
  };
  const box = byId('picture');
  box.replaceChildren(button, menu, file);
  box.onkeydown = (event) => {
    if (event.key === 'Escape' && !menu.hidden) open(false);
  };
  box.onfocusout = (event) => {
    if (!menu.hidden && !box.contains(event.relatedTarget)) {
      menu.hidden = true;
      button.setAttribute('aria-expanded', 'false');
    }
  };
};
