import { problem } from './api'

export interface Term {
  type: string
  value: string
  'xml:lang'?: string
  datatype?: string
}

export interface Results {
  vars: string[]
  rows: Record<string, Term>[]
  answer?: boolean
  /** A graph, as text, where the query makes one. */
  text?: string
}

/** select runs a query as any client of the endpoint does. */
export async function select(query: string, signal?: AbortSignal): Promise<Results> {
  const res = await fetch('/sparql', {
    method: 'POST',
    headers: { 'Content-Type': 'application/sparql-query', Accept: 'application/sparql-results+json, text/turtle;q=0.9' },
    body: query,
    signal: signal ?? null,
  })
  if (!res.ok) throw new Error(await problem(res))
  if (!(res.headers.get('Content-Type') ?? '').startsWith('application/sparql-results+json')) return { vars: [], rows: [], text: await res.text() }
  const x = (await res.json()) as { head: { vars?: string[] }; boolean?: boolean; results?: { bindings: Record<string, Term>[] } }
  const out: Results = { vars: x.head.vars ?? [], rows: x.results?.bindings ?? [] }
  if (x.boolean !== undefined) out.answer = x.boolean
  return out
}
