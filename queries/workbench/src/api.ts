import { useEffect, useState } from 'preact/hooks'
import { lang } from './i18n'

export interface Node {
  iri: string
  label: string
  kind: string
}

export interface Hit extends Node {
  name?: string
}

export interface Party extends Node {
  roles?: string[]
}

export interface Source {
  claim: string
  quote: string
  confidence: string
  modality: string
  rule: string
  article: string
  title: string
  outlet: string
  url: string
  issued: string
  lang: string
}

export interface Entry {
  iri: string
  kind: string
  from: string
  to: string
  edtf: string
  type: string
  typeLabel: string
  status: string
  title: string
  place: { iri: string; label: string; state: string; country: string; lat?: string; long?: string } | null
  participants: Party[]
  series?: string
  seriesLabel?: string
  corroboration: number
  evidence: Source[]
}

export interface Timeline {
  asOf: string
  entries: Entry[]
}

export interface Value {
  text: string
  iri?: string
  lang?: string
  kind?: string
}

export interface Fact {
  property: string
  values: Value[]
}

export interface Claim extends Source {
  before: string
  after: string
  begin: number
  end: number
  speaker?: Node
  says: Fact[]
  disputed?: { iri: string; property: string }[]
}

export interface Contradiction {
  iri: string
  concerns: Node
  property: string
  claims: Claim[]
}

export interface Identity {
  node: string
  sameAs: string[] | null
  merges: { proposed: string; reason: string; claims: string[] }[] | null
  corrections?: string[]
}

export interface EventView {
  event: Entry
  parts: Node[]
  whole?: Node
  claims: Claim[]
  contradictions: Contradiction[]
  identity: Identity
}

export interface Neighbour {
  property: string
  out: boolean
  nodes: Node[]
  more: number
}

export interface EntityView extends Node {
  labels: Record<string, string>
  facts: Fact[]
  neighbours: Neighbour[]
  claims: Claim[]
  identity: Identity
}

export interface Highlight {
  begin: number
  end: number
  claim: string
  rule: string
  confidence: string
  modality: string
  about: Node[]
}

export interface Article {
  iri: string
  title: string
  outlet: string
  issued: string
  url: string
  lang: string
  text: string
  highlights: Highlight[]
}

export interface Figure {
  iri: string
  measure: Node
  reporter: Node | null
  partner: Node | null
  period: string
  attested: string
  from: string
  to: string
  value?: string
  min?: string
  max?: string
  currency?: string
  unit?: Node
  bound: string
  growth?: string
  verbatim: string
  evidence: Source
  sources: number
  contradiction?: string
}

export interface Stats {
  quads: number
  articles: number
  claims: number
  events: number
  figures: number
}

export interface NamedQuery {
  name: string
  title: Record<string, string>
  description: Record<string, string>
  parameters: { name: string; type: string; optional: boolean; default?: string; label: Record<string, string> }[] | null
}

export interface Vocabulary {
  prefixes: { name: string; iri: string }[]
  classes: string[]
  properties: string[]
}

/** get asks the server; an error carries the server's words. */
export async function get<T>(name: string, params: Record<string, string>, signal?: AbortSignal): Promise<T> {
  const p = new URLSearchParams({ ...params, lang: lang() })
  const res = await fetch(`/api/${name}?${p}`, { signal: signal ?? null })
  if (!res.ok) throw new Error(await problem(res))
  return (await res.json()) as T
}

export async function problem(res: Response): Promise<string> {
  try {
    const p = (await res.json()) as { detail?: string; title?: string }
    return p.detail || p.title || res.statusText
  } catch {
    return `${res.status} ${res.statusText}`
  }
}

export interface Asked<T> {
  data?: T
  error?: string
  loading: boolean
  again: () => void
}

/** useGet asks whenever the parameters change; undefined asks nothing. What was
 * there stays while the next answer is awaited, so that the page does not jump. */
export function useGet<T>(name: string, params: Record<string, string> | undefined): Asked<T> {
  const key = params === undefined ? '' : `${name}?${new URLSearchParams({ ...params, lang: lang() })}`
  const [state, set] = useState<{ key: string; data?: T; error?: string }>({ key: '' })
  const [round, setRound] = useState(0)
  useEffect(() => {
    if (params === undefined) return
    const stop = new AbortController()
    get<T>(name, params, stop.signal).then(
      (data) => set({ key, data }),
      (e: Error) => {
        if (e.name !== 'AbortError') set({ key, error: e.message })
      },
    )
    return () => stop.abort()
  }, [key, round])
  const result: Asked<T> = { loading: key !== '' && state.key !== key, again: () => setRound((n) => n + 1) }
  if (state.data !== undefined) result.data = state.data
  if (state.error !== undefined && state.key === key) result.error = state.error
  return result
}
