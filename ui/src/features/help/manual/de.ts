export default import.meta.glob<string>('./de/*.md', { eager: true, query: '?raw', import: 'default' });
