const SVG = 'http://www.w3.org/2000/svg';

/** Drawn with lines on a field of 24 by 24. */
const PATHS = {
  chat: 'M4 5.5h16v11H11l-4.5 3.5v-3.5H4zM8 9.5h8M8 12.8h5',
  wallet:
    'M4 7.5h14.5a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18zM4 7.5 15.5 4.5v3M16 13.5h.5',
  plus: 'M12 6v12M6 12h12',
  shop: 'M5 10v9h14v-9M4 10l1.5-5h13L20 10a2.6 2.6 0 0 1-5.3 0 2.7 2.7 0 0 1-5.4 0A2.6 2.6 0 0 1 4 10zM10 19v-4.5h4V19',
  pay: 'M4.5 12.5l5 5 10-11',
};

/** An icon in the colour of the text around it; nothing to whoever listens instead of looking. */
export const icon = (name) => {
  const svg = document.createElementNS(SVG, 'svg');
  for (const [key, value] of Object.entries({
    viewBox: '0 0 24 24',
    width: '24',
    height: '24',
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': '1.8',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': 'true',
  }))
    svg.setAttribute(key, value);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
};
