/** @param {string[]} names in icons.svg, one over the other */
export function symbol(...names) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.ariaHidden = 'true';
  for (const name of names) {
    const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
    use.setAttribute('href', `icons.svg#${name}`);
    svg.append(use);
  }
  return svg;
}
