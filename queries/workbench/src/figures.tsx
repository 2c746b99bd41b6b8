import { adjust, open, short } from './address'
import { useGet, type Figure } from './api'
import { lang, named, t, type Lang } from './i18n'
import { Open, press, State, useWidth } from './parts'
import { dateOf, days, marks, nice } from './scale'
import { Table } from './table'

/** Figures charts what was said of one measure in one unit, by pair. */
export function Figures({ address }: { address: URLSearchParams }) {
  const asked = useGet<{ figures: Figure[] }>('figures', {})
  const all = asked.data?.figures ?? []
  const groups = new Map<string, Figure[]>()
  for (const f of all) groups.set(groupOf(f), [...(groups.get(groupOf(f)) ?? []), f])
  const order = [...groups].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
  const group = address.get('m') && groups.has(address.get('m')!) ? address.get('m')! : (order[0]?.[0] ?? '')
  const figures = groups.get(group) ?? []
  return (
    <section aria-label={t('view.figures')}>
      <h1 class="hidden">{t('view.figures')}</h1>
      <State of={asked} />
      {asked.data && all.length === 0 && <p class="empty">{t('figures.none')}</p>}
      {figures.length > 0 && (
        <>
          <form class="filter" onSubmit={(e) => e.preventDefault()}>
            <label class="field wide">
              <span class="label">{t('figures.group')}</span>
              <select value={group} onChange={(e) => adjust({ m: e.currentTarget.value })}>
                {order.map(([k, list]) => (
                  <option key={k} value={k}>{`${list[0]!.measure.label} · ${unitOf(list[0]!)} (${list.length})`}</option>
                ))}
              </select>
            </label>
          </form>
          <Chart figures={figures} selected={address.get('sel')} />
          <h2>{t('table')}</h2>
          <FigureTable figures={figures} />
        </>
      )}
    </section>
  )
}

const unitOf = (f: Figure) => f.currency ?? f.unit?.label ?? ''
const groupOf = (f: Figure) => `${f.measure.iri.split('/').at(-1)}.${f.currency ?? f.unit?.iri.split('/').at(-1) ?? ''}`
const pairOf = (f: Figure) => [f.reporter?.label, f.partner?.label].filter(Boolean).join(' — ') || '—'

function FigureTable({ figures }: { figures: Figure[] }) {
  return (
    <Table
      caption={t('view.figures')}
      rows={figures}
      columns={[
        { head: t('col.pair'), cell: (f) => <Open iri={f.iri}>{pairOf(f)}</Open>, by: pairOf },
        { head: t('col.date'), cell: (f) => <span class="date">{f.period || `${t('figures.attested')} ${f.attested}`}</span>, by: (f) => f.from || f.attested },
        { head: t('col.value'), cell: (f) => `${named('bound', f.bound)} ${amount(f)}`, by: middle, number: true },
        { head: t('col.growth'), cell: (f) => f.growth ?? '', by: (f) => Number(f.growth ?? 0), number: true },
        { head: t('col.said'), cell: (f) => <q lang={f.evidence.lang}>{f.verbatim}</q> },
        { head: t('col.outlet'), cell: (f) => <>{f.evidence.outlet} <span class="date">{f.evidence.issued.slice(0, 10)}</span></>, by: (f) => f.evidence.issued },
        { head: t('col.sources'), cell: (f) => <>{f.sources}{f.contradiction && <> <Open iri={f.contradiction} class="warn">⚠ {t('kind.contradiction')}</Open></>}</>, by: (f) => f.sources, number: true },
      ]}
    />
  )
}

/** amount groups the digits of what was said; two numbers for a range. */
function amount(f: Figure): string {
  const n = f.value ? group3(f.value) : [f.min, f.max].filter((s) => s !== undefined && s !== '').map((s) => group3(s!)).join(' – ')
  return `${n} ${unitOf(f)}`
}

function group3(s: string): string {
  const [whole, part] = s.split('.')
  return whole!.replace(/\B(?=(\d{3})+$)/g, ' ') + (part ? '.' + part : '')
}

/** middle is where a figure is drawn; between two bounds, half way. */
function middle(f: Figure): number {
  if (f.value) return Number(f.value)
  if (f.min && f.max) return (Number(f.min) + Number(f.max)) / 2
  return Number(f.min || f.max || 0)
}

const shapes = ['circle', 'square', 'diamond', 'star'] as const

function Chart({ figures, selected }: { figures: Figure[]; selected: string | null }) {
  const [box, width] = useWidth()
  const height = Math.max(260, Math.min(380, width * 0.42))
  const pairs = [...new Set(figures.map(pairOf))].sort()
  const place = { left: 76, right: 18, top: 14, bottom: 34 }
  const times = figures.flatMap((f) => [f.from || f.attested, f.to || f.attested]).filter(Boolean).map(days)
  const pad = Math.max(60, (Math.max(...times) - Math.min(...times)) * 0.06)
  const [t0, t1] = [Math.min(...times) - pad, Math.max(...times) + pad]
  const values = figures.flatMap((f) => [middle(f), Number(f.min ?? middle(f)), Number(f.max ?? middle(f))])
  const ticks = nice(Math.min(0, ...values), Math.max(...values, 0) || 1, 5)
  const [v0, v1] = [ticks[0] ?? 0, ticks.at(-1) ?? 1]
  const x = (d: number) => place.left + ((d - t0) / (t1 - t0)) * (width - place.left - place.right)
  const y = (v: number) => height - place.bottom - ((v - v0) / (v1 - v0 || 1)) * (height - place.top - place.bottom)
  const centre = (f: Figure) => (days(f.from || f.attested) + days(f.to || f.from || f.attested)) / 2
  const disputes = new Map<string, Figure[]>()
  for (const f of figures) if (f.contradiction) disputes.set(f.contradiction, [...(disputes.get(f.contradiction) ?? []), f])
  return (
    <figure class="picture">
      <div class="canvas" ref={box}>
        {width > 0 && (
          <svg class="chart" width={width} height={height} role="group" aria-label={`${figures[0]!.measure.label}, ${unitOf(figures[0]!)}`}>
            {ticks.map((v) => (
              <g key={v} class="grid">
                <line x1={place.left} x2={width - place.right} y1={y(v)} y2={y(v)} />
                <text x={place.left - 8} y={y(v) + 4} text-anchor="end">{brief(v)}</text>
              </g>
            ))}
            {marks(t0, t1, width * 0.8).filter((m) => x(m.at) > place.left && x(m.at) < width - 30).map((m) => (
              <text key={m.at} class="tick" x={x(m.at)} y={height - 12} text-anchor="middle">{m.label}</text>
            ))}
            {[...disputes.values()].map((list) => (
              <line key={list[0]!.iri} class="dispute" x1={x(centre(list[0]!))} x2={x(centre(list.at(-1)!))} y1={y(middle(list[0]!))} y2={y(middle(list.at(-1)!))} />
            ))}
            {figures.map((f) => {
              const k = pairs.indexOf(pairOf(f))
              const from = x(days(f.from || f.attested))
              const to = x(days(f.to || f.from || f.attested))
              return (
                <g key={f.iri} class={`figure s${k % 8}${selected === short(f.iri) ? ' selected' : ''} ${f.bound}`} {...press(`${pairOf(f)}, ${f.period || f.attested}: ${named('bound', f.bound)} ${amount(f)}`, () => open(f.iri))}>
                  <title aria-hidden="true">{`${pairOf(f)}\n${f.period || f.attested}\n${f.verbatim}`}</title>
                  <line class="period" x1={from} x2={to} y1={y(middle(f))} y2={y(middle(f))} />
                  {f.min && f.max && <line class="between" x1={x(centre(f))} x2={x(centre(f))} y1={y(Number(f.min))} y2={y(Number(f.max))} />}
                  {f.contradiction && <circle class="ring" cx={x(centre(f))} cy={y(middle(f))} r="12" />}
                  <path class="shape" d={shape(f, k, x(centre(f)), y(middle(f)))} />
                </g>
              )
            })}
          </svg>
        )}
      </div>
      <figcaption>
        <ul class="legend" aria-label={t('legend')}>
          {pairs.map((p, k) => (
            <li key={p}><svg width="16" height="16" aria-hidden="true" class="chart"><g class={`figure s${k % 8}`}><path class="shape" d={drawn(shapes[k % shapes.length]!, 8, 8)} /></g></svg>{p}</li>
          ))}
        </ul>
        <p class="note">{t('figures.bounds')}{disputes.size > 0 && ` · ${t('figures.dispute')}`} · {dateOf(Math.min(...times))} – {dateOf(Math.max(...times))}</p>
      </figcaption>
    </figure>
  )
}

function shape(f: Figure, k: number, x: number, y: number): string {
  if (f.bound === 'moreThan' || f.bound === 'atLeast') return `M${x - 7} ${y + 5} h14 l-7 -12z`
  if (f.bound === 'lessThan' || f.bound === 'atMost') return `M${x - 7} ${y - 5} h14 l-7 12z`
  return drawn(shapes[k % shapes.length]!, x, y)
}

function drawn(s: (typeof shapes)[number], x: number, y: number): string {
  switch (s) {
    case 'circle':
      return `M${x - 5.5} ${y} a5.5 5.5 0 1 0 11 0 a5.5 5.5 0 1 0 -11 0z`
    case 'square':
      return `M${x - 5} ${y - 5} h10 v10 h-10z`
    case 'diamond':
      return `M${x} ${y - 7} l7 7 l-7 7 l-7 -7z`
    case 'star':
      return `M${x - 6} ${y - 2} h4 v-4 h4 v4 h4 v4 h-4 v4 h-4 v-4 h-4z`
  }
}

const powers: Record<Lang, [number, string][]> = {
  zh: [[1e12, '万亿'], [1e8, '亿'], [1e4, '万']],
  en: [[1e12, ' tn'], [1e9, ' bn'], [1e6, ' m'], [1e3, ' k']],
  ru: [[1e12, ' трлн'], [1e9, ' млрд'], [1e6, ' млн'], [1e3, ' тыс.']],
}

/** brief writes a number of the axis as the language counts. */
function brief(v: number): string {
  for (const [n, s] of powers[lang()]) {
    if (Math.abs(v) >= n) return Number((v / n).toPrecision(3)) + s
  }
  return String(v)
}
