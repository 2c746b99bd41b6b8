import { adjust, full, go, short } from './address'
import { useGet, type EntityView, type Timeline } from './api'
import { named, t } from './i18n'
import { Search } from './search'

// The filter of events, shared by the timeline and the map.

const statuses = ['happened', 'ongoing', 'planned', 'proposed', 'postponed', 'cancelled', 'denied']

// Which parameter of the timeline a thing is filtered by.
const parameter: Record<string, string> = { state: 'state', person: 'person', place: 'place', mechanism: 'mechanism', series: 'series' }

const fields = ['of', 'type', 'status', 'text', 'from', 'to', 'min'] as const

/** useEvents asks for the events that the address chooses. */
export function useEvents(address: URLSearchParams) {
  const params: Record<string, string> = {}
  const of = address.get('of')
  if (of) {
    const iri = full(of)
    params[parameter[of.split('/')[0] ?? ''] ?? 'party'] = iri
  }
  for (const k of ['type', 'status', 'text', 'from', 'to']) {
    const v = address.get(k)
    if (v) params[k] = v
  }
  const least = address.get('min')
  if (least) params['corroboration'] = least
  return useGet<Timeline>('timeline', params)
}

export function Filter({ address, found }: { address: URLSearchParams; found: Timeline | undefined }) {
  const all = useGet<Timeline>('timeline', {})
  const of = address.get('of')
  const about = useGet<EntityView>('entity', of ? { iri: full(of), each: '1' } : undefined)
  const types = new Map<string, string>()
  for (const e of [...(all.data?.entries ?? []), ...(found?.entries ?? [])]) types.set(e.type, e.typeLabel)
  const active = fields.some((f) => address.get(f))
  const field = (name: string) => ({
    value: address.get(name) ?? '',
    // what is no day (yet) is not asked: the field shows that it is not
    onChange: (e: Event) => {
      const el = e.currentTarget as HTMLInputElement
      if (el.validity.valid) adjust({ [name]: el.value.trim() })
    },
  })
  return (
    <form class="filter" aria-label={t('filter')} onSubmit={(e) => e.preventDefault()}>
      <div class="field wide">
        <span class="label">{t('filter.of')}</span>
        {of ? (
          <span class="chip">
            {about.data && short(about.data.iri) === of ? about.data.label : of}
            <button type="button" class="plain" aria-label={t('remove')} onClick={() => go({ of: null })}>×</button>
          </span>
        ) : (
          <Search label={t('filter.of')} hint={t('filter.ofHint')} kinds={['state', 'person', 'group', 'organization', 'mechanism', 'series', 'place']} choose={(h) => go({ of: short(h.iri) })} />
        )}
      </div>
      <label class="field">
        <span class="label">{t('filter.type')}</span>
        <select {...field('type')}>
          <option value="">{t('filter.all')}</option>
          {[...types].sort((a, b) => (a[1] < b[1] ? -1 : 1)).map(([k, v]) => (
            <option key={k} value={k}>{v}</option>
          ))}
        </select>
      </label>
      <label class="field">
        <span class="label">{t('filter.status')}</span>
        <select {...field('status')}>
          <option value="">{t('filter.all')}</option>
          {statuses.map((s) => (
            <option key={s} value={s}>{named('status', s)}</option>
          ))}
        </select>
      </label>
      <label class="field">
        <span class="label">{t('filter.text')}</span>
        <input type="text" {...field('text')} />
      </label>
      <label class="field small">
        <span class="label">{t('filter.from')}</span>
        <input type="text" inputmode="numeric" placeholder="2023-01-01" pattern="\d{4}-\d\d-\d\d" {...field('from')} />
      </label>
      <label class="field small">
        <span class="label">{t('filter.to')}</span>
        <input type="text" inputmode="numeric" placeholder="2025-12-31" pattern="\d{4}-\d\d-\d\d" {...field('to')} />
      </label>
      <label class="field small">
        <span class="label">{t('filter.sources')}</span>
        <input type="number" min="1" {...field('min')} />
      </label>
      {active && (
        <button type="button" class="clear" onClick={() => go(Object.fromEntries(fields.map((f) => [f, null])))}>{t('filter.clear')}</button>
      )}
    </form>
  )
}
