import { useEffect, useRef, useState } from 'preact/hooks'
import { adjust, go, open } from './address'
import type { Entry } from './api'
import { Filter, useEvents } from './filter'
import { lang, t } from './i18n'
import { Open, press, State, textWidth, useWidth } from './parts'
import { useDrag, useWheel } from './pointer'
import { select, type Term } from './sparql'
import { Table } from './table'
import { EventTable } from './timeline'

// A plain equirectangular map: a graticule, the known places as faint dots for
// orientation, and the events. No borders are drawn: where they run is contested,
// and this page is about diplomacy.

interface Spot {
  iri: string
  label: string
  long: number
  lat: number
  entries: Entry[]
}

interface Window {
  long: number // of the middle
  lat: number
  scale: number // pixels a degree
}

export function MapView({ address }: { address: URLSearchParams }) {
  const events = useEvents(address)
  const entries = events.data?.entries ?? []
  const spots = gather(entries)
  const off = entries.filter((e) => !e.place?.lat)
  const chosen = spots.find((s) => s.iri.endsWith('/' + (address.get('spot') ?? '\n')))
  return (
    <section aria-label={t('view.map')}>
      <h1 class="hidden">{t('view.map')}</h1>
      <Filter address={address} found={events.data} />
      <State of={events} />
      {events.data && (
        <>
          {spots.length === 0 ? <p class="empty">{t('map.none')}</p> : <Picture spots={spots} key={spots.map((s) => s.iri).join()} />}
          {chosen && (
            <>
              <h2>{chosen.label} <button type="button" class="plain" aria-label={t('close')} onClick={() => adjust({ spot: null })}>×</button></h2>
              <EventTable entries={chosen.entries} />
            </>
          )}
          <h2>{t('table')} <span class="count">{t('timeline.count', { n: entries.length - off.length })}</span></h2>
          <Table
            caption={t('view.map')}
            rows={spots}
            columns={[
              { head: t('col.place'), cell: (s) => <Open iri={s.iri}>{s.label}</Open>, by: (s) => s.label },
              { head: t('col.coordinates'), cell: (s) => `${s.lat.toFixed(2)}, ${s.long.toFixed(2)}` },
              { head: t('col.events'), cell: (s) => s.entries.length, by: (s) => s.entries.length, number: true },
              { head: t('col.event'), cell: (s) => <ul class="nodes">{s.entries.map((e) => <li key={e.iri}><Open iri={e.iri}>{e.title}</Open></li>)}</ul> },
            ]}
          />
          {off.length > 0 && (
            <details>
              <summary>{t('map.off')}: {t('timeline.count', { n: off.length })}</summary>
              <EventTable entries={off} />
            </details>
          )}
        </>
      )}
    </section>
  )
}

function gather(entries: Entry[]): Spot[] {
  const spots = new Map<string, Spot>()
  for (const e of entries) {
    const p = e.place
    if (!p?.lat || !p.long) continue
    const s = spots.get(p.iri) ?? { iri: p.iri, label: p.label, lat: Number(p.lat), long: Number(p.long), entries: [] }
    s.entries.push(e)
    spots.set(p.iri, s)
  }
  return [...spots.values()].sort((a, b) => b.entries.length - a.entries.length || (a.iri < b.iri ? -1 : 1))
}

interface Known {
  places: [number, number][]
  /** Names of states and territories as the gazetteer has them, at the middle of their known places. */
  states: { label: string; long: number; lat: number }[]
}

// Most known places first: their names stand when there is no room for all.
const states = (l: string) => `SELECT ?label (AVG(?x) AS ?long) (AVG(?y) AS ?lat) (COUNT(?p) AS ?n) WHERE {
  ?p geo:lat ?y ; geo:long ?x ; schema:containedInPlace+ ?s . ?s a ent:State ; rdfs:label ?label FILTER(lang(?label) = "${l}") }
GROUP BY ?s ?label ORDER BY DESC(?n) ?label`

/** useKnown reads what helps to find one's way on a map without borders, once. */
function useKnown(): Known {
  const [known, set] = useState<Known>({ places: [], states: [] })
  useEffect(() => {
    const stop = new AbortController()
    const at = (x: Record<string, Term>): [number, number] => [Number(x['long']?.value), Number(x['lat']?.value)]
    Promise.all([
      select('SELECT DISTINCT ?long ?lat WHERE { ?p geo:lat ?lat ; geo:long ?long } LIMIT 5000', stop.signal),
      select(states(lang()), stop.signal),
    ]).then(
      ([p, s]) => set({ places: p.rows.map(at), states: s.rows.map((x) => ({ label: x['label']?.value ?? '', long: at(x)[0], lat: at(x)[1] })) }),
      () => undefined, // the map is whole without them
    )
    return () => stop.abort()
  }, [])
  return known
}

function Picture({ spots }: { spots: Spot[] }) {
  const [box, width] = useWidth()
  const svg = useRef<SVGSVGElement>(null)
  const known = useKnown()
  const height = Math.round(Math.max(280, Math.min(520, width * 0.52)))
  const [win, setWin] = useState<Window | null>(null)
  const w = within(win ?? around(spots, width, height), width)
  const x = (long: number) => width / 2 + (long - w.long) * w.scale
  const y = (lat: number) => height / 2 - (lat - w.lat) * w.scale
  const zoom = (f: number) => setWin({ ...w, scale: Math.max(width / 720, Math.min(400, w.scale * f)) })
  const move = (dx: number, dy: number) => setWin({ ...w, long: clamp(w.long - dx / w.scale, 180), lat: clamp(w.lat + dy / w.scale, 85) })
  const drag = useDrag(move)
  useWheel(svg, (nearer) => zoom(nearer ? 1.25 : 0.8))
  const key = (e: KeyboardEvent) => {
    const act: Record<string, () => void> = { ArrowLeft: () => move(60, 0), ArrowRight: () => move(-60, 0), ArrowUp: () => move(0, 60), ArrowDown: () => move(0, -60), '+': () => zoom(1.4), '=': () => zoom(1.4), '-': () => zoom(0.7), '0': () => setWin(null) }
    const f = act[e.key]
    if (f) {
      e.preventDefault()
      f()
    }
  }
  const step = [30, 15, 10, 5, 2, 1].find((s) => s * w.scale < width / 3) ?? 1
  const { labels, names } = labelled(spots, known.states, x, y, width, height)
  const choose = (s: Spot) => {
    const only = s.entries.length === 1 ? s.entries[0] : undefined
    if (only) open(only.iri)
    else go({ spot: s.iri.split('/').at(-1) })
  }
  return (
    <figure class="picture">
      <div class="tools">
        <button type="button" aria-label={t('zoom.in')} title={t('zoom.in')} onClick={() => zoom(1.5)}>+</button>
        <button type="button" aria-label={t('zoom.out')} title={t('zoom.out')} onClick={() => zoom(0.66)}>−</button>
        <button type="button" onClick={() => setWin(null)}>{t('zoom.all')}</button>
      </div>
      <div class="canvas" ref={box}>
        {width > 0 && (
          <svg ref={svg} class="map" width={width} height={height} role="group" aria-label={t('view.map')} tabindex={0} onKeyDown={key} {...drag}>
            <rect class="sea" width={width} height={height} />
            {lines(-180, 180, step).map((d) => (
              <g key={`m${d}`} class="grid">
                <line x1={x(d)} x2={x(d)} y1={Math.max(0, y(90))} y2={Math.min(height, y(-90))} />
                {x(d) > 14 && x(d) < width - 14 && <text x={x(d)} y={height - 5} text-anchor="middle">{degrees(d, 'E', 'W')}</text>}
              </g>
            ))}
            {lines(-90, 90, step).map((d) => (
              <g key={`p${d}`} class="grid">
                <line y1={y(d)} y2={y(d)} x1={Math.max(0, x(-180))} x2={Math.min(width, x(180))} />
                {y(d) > 12 && y(d) < height - 18 && <text x={4} y={y(d) - 3}>{degrees(d, 'N', 'S')}</text>}
              </g>
            ))}
            {known.places.map(([long, lat], i) => (
              <circle key={i} class="known" cx={x(long)} cy={y(lat)} r="1.6" />
            ))}
            {names.map((s) => (
              <text key={s.label} class="state" x={x(s.long)} y={y(s.lat) + 4} text-anchor="middle">{s.label}</text>
            ))}
            {spots.map((s) => (
              <g key={s.iri} class={s.entries.every((e) => e.status !== 'happened' && e.status !== 'ongoing') ? 'spot open' : 'spot'} {...press(`${s.label}: ${t('timeline.count', { n: s.entries.length })}`, () => choose(s))}>
                <title aria-hidden="true">{[`${s.label} (${s.entries.length})`, ...s.entries.slice(0, 12).map((e) => e.title)].join('\n')}</title>
                <circle cx={x(s.long)} cy={y(s.lat)} r={radius(s)} />
                {radius(s) > 8 && <text aria-hidden="true" class="n" x={x(s.long)} y={y(s.lat) + 4} text-anchor="middle">{s.entries.length}</text>}
              </g>
            ))}
            {labels.map(({ s, left }) => (
              <text key={s.iri} class="place" x={x(s.long) + (left ? -1 : 1) * (radius(s) + 4)} y={y(s.lat) + 4} text-anchor={left ? 'end' : 'start'}>{s.label}</text>
            ))}
          </svg>
        )}
      </div>
      <figcaption class="note">{t('map.help')} · {t('map.known')}</figcaption>
    </figure>
  )
}

const clamp = (n: number, most: number) => Math.max(-most, Math.min(most, n))
const radius = (s: Spot) => 4.5 + 2.6 * Math.sqrt(s.entries.length - 1)

function degrees(d: number, plus: string, minus: string): string {
  return d === 0 ? '0°' : `${Math.abs(d)}°${d > 0 ? plus : minus}`
}

function lines(from: number, to: number, step: number): number[] {
  const out: number[] = []
  for (let d = from; d <= to; d += step) out.push(d)
  return out
}

/** within keeps the window on the world, as far as the world fills it. */
function within(w: Window, width: number): Window {
  const half = width / 2 / w.scale
  return half >= 180 ? { ...w, long: 0 } : { ...w, long: clamp(w.long, 180 - half) }
}

/** around shows every spot, with room for the labels. */
function around(spots: Spot[], width: number, height: number): Window {
  const longs = spots.map((s) => s.long)
  const lats = spots.map((s) => s.lat)
  const [a, b] = [Math.min(...longs), Math.max(...longs)]
  const [c, d] = [Math.min(...lats), Math.max(...lats)]
  const scale = Math.min((width * 0.78) / Math.max(8, b - a), (height * 0.76) / Math.max(8, d - c), 40)
  return { long: (a + b) / 2, lat: (c + d) / 2, scale }
}

type Box = [number, number, number, number]

/** labelled leaves out names that would lie over others; the busiest places come
 * first, names of states last. */
function labelled(spots: Spot[], states: Known['states'], x: (n: number) => number, y: (n: number) => number, width: number, height: number) {
  const taken: Box[] = spots.map((s) => [x(s.long) - radius(s), y(s.lat) - radius(s), x(s.long) + radius(s), y(s.lat) + radius(s)])
  const out: { s: Spot; left: boolean }[] = []
  for (const [i, s] of spots.entries()) {
    const n = textWidth(s.label, 12)
    for (const left of [false, true]) {
      const a = left ? x(s.long) - radius(s) - 4 - n : x(s.long) + radius(s) + 4
      const r: Box = [a, y(s.lat) - 7, a + n, y(s.lat) + 7]
      if (r[0] < 0 || r[2] > width) continue
      if (taken.some((o, k) => k !== i && over(o, r))) continue
      taken.push(r)
      out.push({ s, left })
      break
    }
  }
  const names = states.filter((s) => {
    const n = textWidth(s.label, 11.5) / 2
    const r: Box = [x(s.long) - n, y(s.lat) - 7, x(s.long) + n, y(s.lat) + 7]
    if (r[0] < 0 || r[2] > width || r[1] < 0 || r[3] > height || taken.some((o) => over(o, r))) return false
    taken.push(r)
    return true
  })
  return { labels: out, names }
}

const over = (a: Box, b: Box) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
