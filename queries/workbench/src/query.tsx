import { useEffect, useRef, useState } from 'preact/hooks'
import { adjust, go } from './address'
import { get, useGet, type NamedQuery, type Vocabulary } from './api'
import { complete, word, type Completion } from './complete'
import { lang, t } from './i18n'
import { ResultView } from './results'
import { select, type Results } from './sparql'

const example = (l: string) => `SELECT ?from ?status ?label ?event WHERE {
  ?event a ent:Event ; ent:currentStatus ?status ; skos:prefLabel ?label .
  OPTIONAL { ?event ent:bestFrom ?from }
  FILTER(lang(?label) = "${l}")
}
ORDER BY ?from LIMIT 100`

/** Query is an editor with the named queries; the address holds the query. */
export function Query({ address }: { address: URLSearchParams }) {
  const asked = address.get('q')
  const [text, setText] = useState(asked ?? example(lang()))
  const [state, setState] = useState<{ results?: Results; error?: string; ms?: number; running: boolean }>({ running: false })
  const [copied, setCopied] = useState(false)
  const stop = useRef<AbortController | null>(null)

  const run = (query: string) => {
    stop.current?.abort()
    const mine = (stop.current = new AbortController())
    setState({ running: true })
    setCopied(false)
    const start = performance.now()
    select(query, mine.signal).then(
      (results) => setState({ results, ms: Math.round(performance.now() - start), running: false }),
      (e: Error) => {
        if (e.name !== 'AbortError') setState({ error: e.message, running: false })
      },
    )
  }
  useEffect(() => {
    setText(asked ?? example(lang()))
    run(asked ?? example(lang()))
    return () => stop.current?.abort()
  }, [asked])
  const start = () => {
    if (text === asked) run(text)
    else go({ q: text, as: null })
  }
  const copy = async () => {
    await navigator.clipboard.writeText(location.href)
    setCopied(true)
  }
  const { results } = state
  return (
    <section aria-label={t('view.query')}>
      <h1 class="hidden">{t('view.query')}</h1>
      <Named put={setText} />
      <Editor text={text} change={setText} run={start} />
      <div class="tools">
        <button type="button" class="main" id="run" onClick={start}>▶ {t('query.run')}</button>
        <span class="note" role="status">
          {state.running ? t('loading') : ''}
          {results && results.answer === undefined && results.text === undefined && t('query.rows', { n: results.rows.length })}
          {state.ms !== undefined && ` · ${t('query.time', { n: state.ms })}`}
        </span>
        <span class="downloads">
          {results && (results.text === undefined ? ['csv', 'json', 'xml', 'tsv'] : ['turtle', 'nquads', 'jsonld']).map((f) => (
            <a key={f} href={`/sparql?${new URLSearchParams({ query: asked ?? text, format: f })}`} download={`entente.${suffix[f] ?? f}`} aria-label={`${t('query.download')} ${f}`}>{f.toUpperCase()}</a>
          ))}
          <button type="button" onClick={copy}>{copied ? t('query.copied') : t('query.link')}</button>
        </span>
      </div>
      {state.error && <p class="problem" role="alert">{state.error}</p>}
      {results && <ResultView results={results} as={address.get('as')} choose={(as) => adjust({ as })} />}
    </section>
  )
}

const suffix: Record<string, string> = { turtle: 'ttl', nquads: 'nq' }

function Editor({ text, change, run }: { text: string; change: (s: string) => void; run: () => void }) {
  const area = useRef<HTMLTextAreaElement>(null)
  const vocabulary = useGet<Vocabulary>('vocabulary', {})
  const [list, setList] = useState<Completion[]>([])
  const [at, setAt] = useState(0)
  const close = () => setList([])
  const offer = (asked: boolean) => {
    const el = area.current
    if (!el) return
    setList(complete(el.value, el.selectionStart, vocabulary.data, asked))
    setAt(0)
  }
  const take = (c: Completion | undefined) => {
    const el = area.current
    if (!el || !c) return
    const end = el.selectionStart
    const begin = end - word(el.value, end).length
    el.setRangeText(c.insert, begin, end, 'end')
    change(el.value)
    close()
    el.focus()
  }
  const key = (e: KeyboardEvent) => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
      close()
      run()
    } else if (e.key === ' ' && e.ctrlKey) offer(true)
    else if (list.length === 0) return
    else if (e.key === 'Escape') close()
    else if (e.key === 'ArrowDown') setAt((at + 1) % list.length)
    else if (e.key === 'ArrowUp') setAt((at + list.length - 1) % list.length)
    else if (e.key === 'Enter' || e.key === 'Tab') take(list[at])
    else return
    e.preventDefault()
    e.stopPropagation()
  }
  return (
    <div class="editor">
      <label for="query">{t('query.editor')}</label>
      <textarea
        id="query"
        ref={area}
        rows={Math.max(7, Math.min(22, text.split('\n').length + 1))}
        spellcheck={false}
        autocapitalize="off"
        value={text}
        aria-describedby="queryhelp"
        aria-autocomplete="list"
        aria-controls="completions"
        aria-activedescendant={list.length > 0 ? `completion${at}` : undefined}
        onInput={(e) => { change(e.currentTarget.value); offer(false) }}
        onKeyDown={key}
        onBlur={close}
      />
      <ul id="completions" role="listbox" aria-label={t('query.suggestions')} hidden={list.length === 0}>
        {list.map((c, i) => (
          <li key={c.insert} id={`completion${i}`} role="option" aria-selected={i === at} onPointerDown={(e) => { e.preventDefault(); take(c) }}>
            <code>{c.insert}</code> <span class="other">{c.note}</span>
          </li>
        ))}
      </ul>
      <p class="note" id="queryhelp">{t('query.help')}</p>
    </div>
  )
}

// How an argument of a type is written.
const examples: Record<string, string> = { state: 'KAZ', party: 'KAZ', person: 'xi-jinping', place: 'astana', organization: 'united-nations', mechanism: 'china-central-asia', series: 'china-central-asia-summit', type: 'summit', topic: 'belt-and-road', measure: 'trade-volume', iri: 'state/KAZ', lang: 'zh / en / ru', integer: '10', date: '2025-06-17', role: 'ambassador', status: 'planned' }

/** Named offers the library's queries, with a form for their parameters. */
function Named({ put }: { put: (text: string) => void }) {
  const all = useGet<NamedQuery[]>('queries', {})
  const [name, setName] = useState('')
  const [args, setArgs] = useState<Record<string, string>>({})
  const [error, setError] = useState('')
  const q = all.data?.find((x) => x.name === name)
  const choose = (n: string) => {
    setName(n)
    setError('')
    setArgs(Object.fromEntries((all.data?.find((x) => x.name === n)?.parameters ?? []).map((p) => [p.name, p.type === 'lang' ? lang() : (p.default ?? '')])))
  }
  const use = () => {
    const params: Record<string, string> = { name }
    for (const k in args) if (args[k]) params[`arg.${k}`] = args[k]!
    get<{ query: string }>('bind', params).then(
      (r) => { put(r.query); go({ q: r.query, as: null }) },
      (e: Error) => setError(e.message),
    )
  }
  return (
    <form class="filter" onSubmit={(e) => { e.preventDefault(); use() }}>
      <label class="field wide">
        <span class="label">{t('query.named')}</span>
        <select value={name} onChange={(e) => choose(e.currentTarget.value)}>
          <option value="">{t('query.choose')}</option>
          {all.data?.map((x) => (
            <option key={x.name} value={x.name}>{x.title[lang()] ?? x.name}</option>
          ))}
        </select>
      </label>
      {q?.parameters?.map((p) => (
        <label class="field" key={p.name}>
          <span class="label">{p.label[lang()]}{p.optional && ` (${t('query.optional')})`}</span>
          <input type="text" required={!p.optional} placeholder={examples[p.type] ?? ''} value={args[p.name] ?? ''} onInput={(e) => setArgs({ ...args, [p.name]: e.currentTarget.value })} />
        </label>
      ))}
      {q && <button type="submit" class="clear">{t('query.use')}</button>}
      {q && <p class="note whole">{q.description[lang()]}</p>}
      {error && <p class="problem whole" role="alert">{error}</p>}
    </form>
  )
}
