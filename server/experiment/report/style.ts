/** Of the page: both themes, no font and no image from elsewhere. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f5f7fa; --ink: #171c24; --soft: #535e6d; --line: #d5dbe3;
  --warn-ground: #fff4de; --warn-line: #b66a00; --good-ground: #e5f6ee; --good-line: #0a7d55;
  --level: #b3261e;
  --s0: #1f62c9; --s1: #b35900; --s2: #0a7d55; --s3: #a0407f; --s4: #6a3fc4; --s5: #535e6d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #11151b; --raised: #1a2028; --ink: #e8ecf2; --soft: #a4afbd; --line: #333d4a;
    --warn-ground: #332610; --warn-line: #f0a840; --good-ground: #11291f; --good-line: #4fd1a5;
    --level: #ff8a80;
    --s0: #7ab6ff; --s1: #ffb454; --s2: #4fd1a5; --s3: #f08cc8; --s4: #c4a5ff; --s5: #a4afbd;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 76rem;
  background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif;
}
h1 { font-size: 1.6rem; margin: 0 0 0.25rem; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 0.75rem; }
p { margin: 0.4rem 0; max-width: 70ch; }
.soft { color: var(--soft); }
.box { border-left: 4px solid; border-radius: 4px; padding: 0.6rem 1rem; margin: 0.75rem 0; }
.box ul { margin: 0.3rem 0; padding-left: 1.2rem; max-width: 90ch; }
.box li { margin: 0.3rem 0; }
.box li ul { list-style: disc; }
.warn { background: var(--warn-ground); border-color: var(--warn-line); }
.good { background: var(--good-ground); border-color: var(--good-line); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(28rem, 100%), 1fr)); gap: 1rem; }
figure { margin: 0; padding: 0.75rem; background: var(--raised); border: 1px solid var(--line); border-radius: 8px; }
figcaption { font-weight: 600; margin-bottom: 0.25rem; overflow-wrap: anywhere; }
figcaption code { display: block; color: var(--soft); font-weight: 400; font-size: 0.75rem; }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin: 0.25rem 0 0; padding: 0; list-style: none; font-size: 0.85rem; }
.legend svg { width: 2rem; height: 0.6rem; margin-right: 0.35rem; }
svg { width: 100%; height: auto; display: block; }
.legend svg { display: inline-block; }
.grid { stroke: var(--line); }
.axis { stroke: var(--soft); }
.tick { fill: var(--soft); font-size: 12px; }
.middle { text-anchor: middle; }
.end { text-anchor: end; }
.level { stroke: var(--level); stroke-dasharray: 5 4; stroke-width: 1.5; }
.level-label { fill: var(--level); font-size: 12px; }
.band { fill: var(--s0); opacity: 0.14; }
.line { fill: none; stroke-width: 2; }
.whisker { fill: none; stroke-width: 1.5; }
${[0, 1, 2, 3, 4, 5].map((index) => `.line.s${index}, .whisker.s${index} { stroke: var(--s${index}); } .dot.s${index} { fill: var(--s${index}); }`).join('\n')}
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; }
.scroll:focus-visible, summary:focus-visible { outline: 3px solid var(--s0); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 0.9rem; }
caption { text-align: left; padding: 0.5rem 0.75rem; color: var(--soft); }
th, td { padding: 0.35rem 0.75rem; text-align: right; border-top: 1px solid var(--line); white-space: nowrap; }
thead th { background: var(--raised); }
th:first-child, td:first-child { text-align: left; }
tbody th { font-weight: 600; }
details { margin: 0.75rem 0; }
summary { cursor: pointer; padding: 0.25rem 0; }
pre { overflow: auto; max-height: 30rem; padding: 0.75rem; background: var(--raised); border: 1px solid var(--line); border-radius: 8px; font-size: 0.8rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1rem; margin: 0.5rem 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
@media print { body { max-width: none; } .charts { grid-template-columns: 1fr 1fr; } }
`
