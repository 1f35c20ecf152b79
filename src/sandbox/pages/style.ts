/** The style of the sandbox's pages: plain, readable, light and dark. */

export const style = `
:root {
  color-scheme: light dark;
  --page: light-dark(#ffffff, #0d1117);
  --raised: light-dark(#f6f8fa, #151b23);
  --line: light-dark(#d1d9e0, #3d444d);
  --text: light-dark(#1f2328, #f0f6fc);
  --quiet: light-dark(#59636e, #9198a1);
  --link: light-dark(#0969da, #4493f8);
  --open: light-dark(#1a7f37, #238636);
  --done: light-dark(#8250df, #8957e5);
  --shut: light-dark(#cf222e, #da3633);
  --bar: light-dark(#4f8fdc, #4f8fdc);
}
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--page);
  color: var(--text);
  font: 15px/1.55 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif;
}
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
header.top { background: var(--raised); border-bottom: 1px solid var(--line); padding: 14px 0; }
header.top .inner, main { max-width: 980px; margin: 0 auto; padding: 0 20px; }
header.top .inner { display: flex; gap: 12px; align-items: baseline; }
header.top .note { margin-left: auto; color: var(--quiet); font-size: 13px; }
header.top a { color: var(--text); font-weight: 600; }
main { padding-top: 28px; padding-bottom: 80px; }
h1 { font-size: 28px; font-weight: 500; line-height: 1.25; margin: 0 0 8px; }
h1 .number { color: var(--quiet); font-weight: 300; }
h2.section { font-size: 18px; margin: 32px 0 10px; }
.quiet { color: var(--quiet); }
.meta {
  display: flex;
  flex-wrap: wrap;
  gap: 8px;
  align-items: center;
  padding-bottom: 16px;
  margin-bottom: 20px;
  border-bottom: 1px solid var(--line);
  color: var(--quiet);
}
.state { color: #fff; background: var(--open); border-radius: 999px; padding: 4px 12px; font-weight: 500; font-size: 14px; }
.state.merged { background: var(--done); }
.state.closed { background: var(--shut); }
.state.closed.issue { background: var(--done); }
.state.draft { background: var(--quiet); }
.tag {
  display: inline-block;
  border: 1px solid var(--line);
  border-radius: 999px;
  padding: 0 8px;
  font-size: 12px;
  font-weight: 500;
  color: var(--quiet);
}
.tag.label { background: light-dark(#ddf4ff, #121d2f); border-color: light-dark(#b6e3ff, #1f3a5f); color: var(--link); }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 210px; gap: 28px; }
aside { font-size: 13px; }
aside h3 { margin: 0 0 4px; font-size: 12px; color: var(--quiet); }
aside section { padding-bottom: 14px; margin-bottom: 14px; border-bottom: 1px solid var(--line); }
article { border: 1px solid var(--line); border-radius: 8px; margin-bottom: 18px; }
article > header {
  background: var(--raised);
  border-bottom: 1px solid var(--line);
  border-radius: 8px 8px 0 0;
  padding: 8px 16px;
  font-size: 14px;
  color: var(--quiet);
  display: flex;
  gap: 6px;
  align-items: baseline;
  flex-wrap: wrap;
}
article > header b { color: var(--text); }
article > header .right { margin-left: auto; }
article.reply { margin-left: 32px; }
article .thread { border-top: 1px solid var(--line); padding: 12px 16px; }
article .thread .markdown { padding: 4px 0 8px; }
article .thread p.quiet { margin: 8px 0 0; font-size: 13px; }
article .thread > .place { font: 12px ui-monospace, SFMono-Regular, Menlo, monospace; color: var(--quiet); }
.event { color: var(--quiet); font-size: 14px; margin: 0 0 16px 16px; padding-left: 14px; border-left: 2px solid var(--line); }
.markdown { padding: 16px; overflow-wrap: anywhere; }
.markdown > :first-child { margin-top: 0; }
.markdown > :last-child { margin-bottom: 0; }
.markdown h1, .markdown h2 { border-bottom: 1px solid var(--line); padding-bottom: 6px; font-weight: 600; }
.markdown h1 { font-size: 26px; }
.markdown h2 { font-size: 21px; margin: 28px 0 14px; }
.markdown h3 { font-size: 17px; }
.markdown li { margin: 5px 0; }
.markdown ul:has(> li > input), .markdown ul:has(> li > p > input) { list-style: none; padding-left: 24px; }
.markdown li > input, .markdown li > p > input {
  appearance: none;
  position: relative;
  width: 15px;
  height: 15px;
  margin: 0 5px 0 -24px;
  vertical-align: -2px;
  border: 1px solid var(--quiet);
  border-radius: 3px;
}
.markdown li > input:checked, .markdown li > p > input:checked { border-color: var(--link); background: var(--link); }
.markdown li input:checked::after {
  content: "";
  position: absolute;
  left: 4px;
  top: 1px;
  width: 5px;
  height: 8px;
  border: solid #fff;
  border-width: 0 2px 2px 0;
  transform: rotate(45deg);
}
.markdown blockquote { margin: 8px 0; padding: 0 14px; border-left: 4px solid var(--line); color: var(--quiet); }
.markdown table { border-collapse: collapse; display: block; overflow-x: auto; }
.markdown th, .markdown td { border: 1px solid var(--line); padding: 6px 13px; overflow-wrap: normal; }
.markdown tr:nth-child(even) td { background: var(--raised); }
.markdown code {
  background: var(--raised);
  border-radius: 6px;
  padding: 2px 6px;
  font: 85% ui-monospace, SFMono-Regular, Menlo, monospace;
}
.markdown pre { background: var(--raised); border-radius: 6px; padding: 14px; overflow: auto; }
.markdown pre code { background: none; padding: 0; }
.markdown hr { border: 0; border-top: 3px solid var(--line); margin: 24px 0; }
.chart { width: 100%; max-width: 720px; display: block; margin: 12px 0; }
.chart rect { fill: var(--bar); }
.chart line { stroke: var(--line); }
.chart text { fill: var(--quiet); font-size: 12px; text-anchor: middle; }
.chart .count, .chart .title { fill: var(--text); font-weight: 600; }
.list { border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
.list .row { display: flex; gap: 12px; padding: 11px 16px; border-top: 1px solid var(--line); align-items: baseline; }
.list .row:first-child { border-top: 0; }
.list .row:hover { background: var(--raised); }
.list .row .name { font-weight: 600; }
.list .row .name a { color: var(--text); }
.list .row .right { margin-left: auto; white-space: nowrap; color: var(--quiet); font-size: 13px; }
nav.tabs { display: flex; gap: 18px; margin: 14px 0 18px; border-bottom: 1px solid var(--line); }
nav.tabs a { padding: 8px 2px; color: var(--text); border-bottom: 2px solid transparent; }
nav.tabs a.here { border-color: #fd8c73; font-weight: 600; }
@media (max-width: 760px) { .columns { grid-template-columns: minmax(0, 1fr); } aside { order: -1; } }
`;
