export { feed, type Arrival, type Change, type JobProgress, type News } from './feed.svelte';
export { Overlay } from './overlay.svelte';
export { Query, type QueryOptions, type QueryState } from './query.svelte';
export { PAGE, Windowed, type Page, type WindowedOptions } from './windowed.svelte';
export { assignable, rights, type Place } from './rights';
export { workspace } from './workspace.svelte';
