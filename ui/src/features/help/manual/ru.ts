export default import.meta.glob<string>('./ru/*.md', { eager: true, query: '?raw', import: 'default' });
