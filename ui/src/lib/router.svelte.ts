export type Folder = 'new' | 'accepted' | 'archive';
export const FOLDERS: readonly Folder[] = ['new', 'accepted', 'archive'];

/** A list of chats: a folder, everything, a list besides them, a view that comes with Runnel, or a saved one. */
export type ChatList =
  Folder | 'all' | 'snoozed' | 'quarantine' | 'mine' | 'unassigned' | 'waiting' | `view-${number}`;
const LISTS: readonly ChatList[] = [
  ...FOLDERS,
  'all',
  'snoozed',
  'quarantine',
  'mine',
  'unassigned',
  'waiting',
];

export type Route =
  | { view: 'chats'; folder: ChatList; conversation?: number; message?: number }
  | { view: 'pipeline'; pipeline?: number; conversation?: number; deal?: number; edit?: boolean }
  | { view: 'triggers'; trigger?: number | 'new' }
  | { view: 'tasks' }
  | { view: 'templates'; template?: number | 'new' }
  | { view: 'scheduled' }
  | { view: 'tags' }
  | { view: 'sources'; source?: number | 'new' }
  | { view: 'settings'; section?: string }
  | { view: 'help'; page?: string; heading?: string };
export type ViewName = Route['view'];

/** Begins the address of a deal beside its board. */
const DEAL = 'deal-';

/** The address of a place, for `<a href>` and for `go`. */
export function href(route: Route): string {
  switch (route.view) {
    case 'chats':
      return path('chats', route.folder, route.conversation, route.conversation && route.message);
    case 'pipeline':
      return pipelinePath(route.pipeline, restOf(route));
    case 'triggers':
      return path('triggers', route.trigger);
    case 'sources':
      return path('sources', route.source);
    case 'settings':
      return path('settings', route.section);
    case 'help':
      return path('help', route.page, route.page && route.heading);
    case 'templates':
      return path('templates', route.template);
    case 'scheduled':
      return path('scheduled');
    case 'tasks':
    case 'tags':
      return path(route.view);
  }
}

/** Any address leads somewhere: what cannot be read becomes the new chats. */
export function parse(hash: string): Route {
  const [view, first, second, third] = hash
    .replace(/^#?\/?/, '')
    .split('/')
    .map(decodeURIComponent);
  switch (view) {
    case 'chats':
      return {
        view,
        folder: chatList(first) ?? 'new',
        conversation: id(second),
        message: id(third),
      };
    case 'pipeline':
      return {
        view,
        pipeline: id(first),
        conversation: id(second),
        deal: second?.startsWith(DEAL) ? id(second.slice(DEAL.length)) : undefined,
        edit: second === 'edit',
      };
    case 'triggers':
      return { view, trigger: first === 'new' ? 'new' : id(first) };
    case 'sources':
      return { view, source: first === 'new' ? 'new' : id(first) };
    case 'settings':
      return { view, section: first || undefined };
    case 'help':
      return { view, page: first || undefined, heading: second || undefined };
    case 'templates':
      return { view, template: first === 'new' ? 'new' : id(first) };
    case 'scheduled':
    case 'tasks':
    case 'tags':
      return { view };
    default:
      return { view: 'chats', folder: 'new' };
  }
}

/** Without a number it is the default one, which has to be said where something follows. */
/** What stands beside a board. */
function restOf(route: Extract<Route, { view: 'pipeline' }>): string | number | undefined {
  if (route.edit) return 'edit';
  return route.deal === undefined ? route.conversation : DEAL + route.deal;
}

function pipelinePath(pipeline: number | undefined, rest: string | number | undefined): string {
  return path('pipeline', pipeline ?? (rest === undefined ? undefined : 'default'), rest);
}

function path(...parts: (string | number | undefined)[]): string {
  return (
    '#/' +
    parts
      .filter((part) => part !== undefined)
      .map((part) => encodeURIComponent(part))
      .join('/')
  );
}

function chatList(text: string | undefined): ChatList | undefined {
  const list = LISTS.find((name) => name === text);
  return list ?? (text !== undefined && /^view-\d+$/.test(text) ? (text as ChatList) : undefined);
}

function id(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

class Router {
  #route = $state.raw<Route>(parse(globalThis.location?.hash ?? ''));

  constructor() {
    globalThis.addEventListener?.('hashchange', () => (this.#route = parse(location.hash)));
  }

  get route(): Route {
    return this.#route;
  }

  /** `replace` keeps the place out of the history, for a step that "back" should not stop at. */
  go(route: Route, options: { replace?: boolean } = {}): void {
    const target = href(route);
    if (target === location.hash) return;
    if (options.replace) history.replaceState(history.state, '', target);
    else history.pushState(null, '', target);
    this.#route = parse(target);
  }
}

export const router = new Router();
