import { path } from './address'
import { useGet, type Vocabulary } from './api'
import { t, type Key } from './i18n'
import { cut, Open, useWidth } from './parts'
import { days, marks } from './scale'
import type { Results, Term } from './sparql'
import { Table } from './table'

type Form = 'table' | 'timeline' | 'chart'

/** ResultView shows a result as a table, and as a picture where it can be one. */
export function ResultView({ results, as, choose }: { results: Results; as: string | null; choose: (as: string | null) => void }) {
  const vocabulary = useGet<Vocabulary>('vocabulary', {})
  if (results.text !== undefined) return <pre class="graph-text" tabIndex={0}>{results.text}</pre>
  if (results.answer !== undefined) return <p class="answer">{results.answer ? t('query.yes') : t('query.no')}</p>
  if (results.rows.length === 0) return <p class="empty">{t('query.empty')}</p>
  const { date, number, label } = columns(results)
  const forms: Form[] = ['table', ...(date ? (['timeline'] as const) : []), ...(number ? (['chart'] as const) : [])]
  const form = forms.find((f) => f === as) ?? 'table'
  const names: Record<Form, Key> = { table: 'query.asTable', timeline: 'query.asTimeline', chart: 'query.asChart' }
  return (
    <>
      {forms.length > 1 && (
        <p class="forms">
          {forms.map((f) => (
            <button key={f} type="button" aria-pressed={f === form} onClick={() => choose(f === 'table' ? null : f)}>{t(names[f])}</button>
          ))}
        </p>
      )}
      {form === 'timeline' && <Dots results={results} date={date!} label={label} />}
      {form === 'chart' && <Bars results={results} number={number!} label={label} />}
      <Table
        id="results"
        caption={t('query.asTable')}
        rows={results.rows}
        columns={results.vars.map((v) => ({ head: v, cell: (r: Record<string, Term>) => <Cell term={r[v]} prefixes={vocabulary.data?.prefixes ?? []} />, by: (r: Record<string, Term>) => sortable(r[v]), number: v === number }))}
      />
    </>
  )
}

const numeric = /#(integer|decimal|double|float|int|long|nonNegativeInteger)$/

/** columns finds what could be an axis: the first column of days, the first of
 * numbers, and the first of words beside them. */
function columns(r: Results) {
  const some = (test: (x: Term) => boolean) => r.vars.find((v) => {
    const bound = r.rows.flatMap((row) => row[v] ?? [])
    return bound.length > 0 && bound.every(test)
  })
  return {
    date: some((x) => x.type === 'literal' && /^\d{4}-\d\d-\d\d/.test(x.value)),
    number: some((x) => numeric.test(x.datatype ?? '')),
    label: some((x) => x.type === 'literal' && !x.datatype && !/^\d{4}-\d\d-\d\d/.test(x.value)) ?? r.vars[0]!,
  }
}

function sortable(x: Term | undefined): string | number {
  if (!x) return ''
  return numeric.test(x.datatype ?? '') ? Number(x.value) : x.value
}

function Cell({ term, prefixes }: { term: Term | undefined; prefixes: Vocabulary['prefixes'] }) {
  if (!term) return null
  if (term.type !== 'uri') return <span lang={term['xml:lang']} class={/^\d{4}-\d\d-\d\d$/.test(term.value) ? 'date' : undefined}>{term.value}</span>
  const p = prefixes.find((x) => term.value.startsWith(x.iri) && !/[/#]/.test(term.value.slice(x.iri.length)))
  const text = p ? `${p.name}:${term.value.slice(p.iri.length)}` : term.value
  if (path(term.value) && !term.value.includes('/ns#') && !term.value.includes('/graph/')) return <Open iri={term.value}>{text}</Open>
  if (/^https?:/.test(term.value) && !p) return <a href={term.value} rel="noreferrer">{text}</a>
  return <code class={text.length < 32 ? 'short' : undefined}>{text}</code>
}

// Pictures of a result show its beginning; the table has it all.
const most = 60

const words = (x: Term | undefined) => (x ? (x.type === 'uri' ? (x.value.split(/[/#]/).at(-1) ?? '') : x.value) : '')

function Dots({ results, date, label }: { results: Results; date: string; label: string }) {
  const [box, width] = useWidth()
  const rows = results.rows.filter((r) => r[date]).slice(0, most)
  const at = rows.map((r) => days(r[date]!.value))
  const pad = Math.max(5, (Math.max(...at) - Math.min(...at)) * 0.04)
  const [t0, t1] = [Math.min(...at) - pad, Math.max(...at) + pad]
  const x = (d: number) => ((d - t0) / (t1 - t0)) * width
  const height = 36 + rows.length * 20
  return (
    <figure class="picture">
      <div class="canvas" ref={box}>
        {width > 0 && (
          <svg class="timeline" width={width} height={height} role="img" aria-label={t('query.asTimeline')}>
            {marks(t0, t1, width).filter((m) => x(m.at) > 30 && x(m.at) < width - 30).map((m) => (
              <g key={m.at} class={m.strong ? 'mark strong' : 'mark'}>
                <line x1={x(m.at)} x2={x(m.at)} y1={24} y2={height} />
                <text x={x(m.at)} y={16} text-anchor="middle">{m.label}</text>
              </g>
            ))}
            {rows.map((r, i) => {
              const right = x(at[i]!) < width * 0.55
              return (
                <g key={i} class="event">
                  <circle class="dot" cx={x(at[i]!)} cy={40 + i * 20} r="4.5" />
                  <text x={x(at[i]!) + (right ? 9 : -9)} y={44 + i * 20} text-anchor={right ? 'start' : 'end'}>{cut(words(r[label]), 13, width * 0.42)}</text>
                </g>
              )
            })}
          </svg>
        )}
      </div>
    </figure>
  )
}

function Bars({ results, number, label }: { results: Results; number: string; label: string }) {
  const [box, width] = useWidth()
  const rows = results.rows.filter((r) => r[number]).slice(0, most)
  const largest = Math.max(...rows.map((r) => Math.abs(Number(r[number]!.value))), 0) || 1
  const left = Math.min(260, width * 0.38)
  return (
    <figure class="picture">
      <div class="canvas" ref={box}>
        {width > 0 && (
          <svg class="bars" width={width} height={rows.length * 22 + 8} role="img" aria-label={t('query.asChart')}>
            {rows.map((r, i) => {
              const w = (Math.abs(Number(r[number]!.value)) / largest) * (width - left - 100)
              return (
                <g key={i}>
                  <text x={left - 8} y={i * 22 + 18} text-anchor="end">{cut(words(r[label === number ? results.vars.find((v) => v !== number) ?? label : label]), 12.5, left - 16)}</text>
                  <rect x={left} y={i * 22 + 5} width={Math.max(1, w)} height="16" rx="2" />
                  <text x={left + w + 6} y={i * 22 + 18}>{r[number]!.value}</text>
                </g>
              )
            })}
          </svg>
        )}
      </div>
    </figure>
  )
}
