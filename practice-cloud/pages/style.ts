/** The one stylesheet of both pages. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f4f5f7; --card: #ffffff; --ink: #1b1f27; --soft: #586071; --line: #d5d9e1;
  --accent: #1f5f55; --on-accent: #ffffff; --wash: #e6f1ee; --warn: #8a2f1d; --warn-wash: #fbe9e4;
  --radius: 10px;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12151a; --card: #1b2027; --ink: #e9ecf1; --soft: #a3adbb; --line: #353d49;
    --accent: #7cc9b8; --on-accent: #0e1e1a; --wash: #1d302c; --warn: #ffb4a1; --warn-wash: #3a2019;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
.notice { margin: 0; padding: 10px 16px; background: var(--wash); border-bottom: 1px solid var(--line); text-align: center; font-size: 14px; }
main { margin: 0 auto; padding: 32px 16px 64px; }
main.narrow { max-width: 480px; }
main.wide { max-width: 1080px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 8px; }
h2 { font-size: 19px; margin: 0 0 12px; }
p { margin: 0 0 14px; }
.soft { color: var(--soft); }
a { color: var(--accent); }
a.button { color: var(--on-accent); }
a.button.plain { color: var(--ink); }
::placeholder { color: var(--soft); opacity: 1; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); padding: 24px; margin-bottom: 20px; }
.narrow .card { padding: 28px; }
label, legend { font-weight: 600; }
.field { display: block; margin-bottom: 14px; }
.field span { display: block; margin-bottom: 4px; }
input:not([type=radio], [type=checkbox]), select, textarea { width: 100%; font: inherit; font-weight: 400; padding: 10px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--ground); color: inherit; }
.code { font-family: ui-monospace, monospace; font-size: 22px; letter-spacing: 0.12em; text-transform: uppercase; }
fieldset { border: 0; padding: 0; margin: 0 0 16px; min-width: 0; }
legend { padding: 0; margin-bottom: 6px; }
.person { display: flex; gap: 12px; align-items: flex-start; padding: 10px 12px; border: 1px solid var(--line); border-radius: 8px; margin-bottom: 8px; font-weight: 400; cursor: pointer; }
.person:has(input:checked) { border-color: var(--accent); background: var(--wash); }
.person input { margin-top: 5px; accent-color: var(--accent); }
.person small { display: block; color: var(--soft); overflow-wrap: anywhere; }
.tick { display: flex; gap: 10px; align-items: center; margin-bottom: 16px; font-weight: 400; }
.tick input { accent-color: var(--accent); }
.actions { display: flex; flex-wrap: wrap; gap: 10px; }
button, .button { font: inherit; font-weight: 600; padding: 9px 18px; border-radius: 8px; border: 1px solid var(--accent); background: var(--accent); color: var(--on-accent); cursor: pointer; text-decoration: none; display: inline-block; }
button.plain, .button.plain { background: transparent; color: var(--ink); border-color: var(--line); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.alert { border-left: 4px solid var(--warn); background: var(--warn-wash); padding: 10px 14px; border-radius: 6px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0 0 16px; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.path { overflow-wrap: anywhere; min-width: 200px; font-family: ui-monospace, monospace; font-size: 13px; }
.row { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 12px; align-items: end; }
.row .field { margin: 0; }
.spaced { margin: 14px 0; align-items: start; }
.columns { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 290px), 1fr)); gap: 0 16px; }
.columns .tick { margin-bottom: 6px; }
textarea { resize: vertical; font-family: ui-monospace, monospace; }
details { margin: 14px 0; }
summary { cursor: pointer; font-weight: 600; }
details > div, details > form { padding-top: 12px; }
ul.plain-list { list-style: none; margin: 0 0 16px; padding: 0; }
ul.plain-list li { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; justify-content: space-between; padding: 8px 0; border-bottom: 1px solid var(--line); }
code { font-family: ui-monospace, monospace; font-size: 0.92em; overflow-wrap: anywhere; }
`
