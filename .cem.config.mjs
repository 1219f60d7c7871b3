/**
 * The custom-elements manifest, made from the comments of the element classes, and what editors make
 * suggestions of, made from the manifest. Types are taken from the compiler and spelled in full, those
 * of events as listeners get them: nothing is written twice.
 */
import { customElementJetBrainsPlugin } from 'custom-element-jet-brains-integration';
import { customElementVsCodePlugin } from 'custom-element-vs-code-integration';
import ts from 'typescript';

const OUTDIR = 'dist';

const ELEMENTS = ['video-room', 'room-prompt'];
const sourceOf = (name) => `elements/${name}/${name}.ts`;

/** Where an app that uses the package finds them. */
const CLASSES = 'dist/package/index.js';
const definitionOf = (name) => `dist/package/${name}.js`;

function createProgram() {
  const { config } = ts.readConfigFile('elements/tsconfig.json', ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, 'elements');
  const files = ELEMENTS.map((name) => sourceOf(name).replace('.ts', '.define.ts'));
  return ts.createProgram([...files, 'elements/svg.d.ts'], options);
}

const FORMAT =
  ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType;

/** Spells what we declare in full; the platform's types keep their names. */
function createSpeller(checker) {
  const nameOf = (type) => checker.typeToString(type, undefined, FORMAT);
  const isOurs = (node) => !node.getSourceFile().fileName.includes('/node_modules/');
  const has = (type, flag) => (type.flags & flag) !== 0;

  /** In the order in which they are declared, `null` last; the compiler's order is an accident. */
  const membersOf = (union, field) => {
    const declared = (union.aliasSymbol ?? field)?.declarations?.[0]?.getText() ?? '';
    const place = (type) =>
      has(type, ts.TypeFlags.Null) ? Number.POSITIVE_INFINITY : declared.indexOf(nameOf(type));
    return union.types.toSorted((a, b) => place(a) - place(b));
  };

  return function spell(type, field) {
    if (has(type, ts.TypeFlags.Boolean)) return 'boolean';
    if (type.isUnion()) {
      const members = membersOf(type, field);
      return members.map((member) => spell(member)).join(' | ');
    }
    const isPlain = type.symbol?.declarations?.every(isOurs) && !type.isClass();
    if (!has(type, ts.TypeFlags.Object) || !isPlain) return nameOf(type);
    const fields = checker.getPropertiesOfType(type).map((field) => {
      return `${field.name}: ${spell(checker.getTypeOfSymbol(field), field)}`;
    });
    return `{ ${fields.join('; ')} }`;
  };
}

/** Whether it comes from a comment: the analyzer also guesses attributes and events from the code. */
const isDescribed = ({ name, description }) => Boolean(name && description);

/** Takes out what is not public, and gives the rest its types. */
function createDescriber(program) {
  const checker = program.getTypeChecker();
  const spell = createSpeller(checker);

  const typeOf = (owner, name) => {
    const property = checker.getPropertyOfType(owner, name);
    if (!property) throw new Error(`${checker.typeToString(owner)} has no ${name}`);
    return checker.getTypeOfSymbol(property);
  };
  const sources = ELEMENTS.map((name) => program.getSourceFile(sourceOf(name)));
  const classes = sources.map(({ statements }) => statements.find(ts.isClassDeclaration));
  const events = checker.getDeclaredTypeOfSymbol(
    checker.resolveName('GlobalEventHandlersEventMap', undefined, ts.SymbolFlags.Interface, false),
  );

  const describeMember = (owner, member) => {
    const type = typeOf(owner, member.name);
    if (member.kind !== 'method') return { ...member, type: { text: spell(type) } };
    const [signature] = type.getCallSignatures();
    const parameters = member.parameters?.map((parameter, index) => {
      const inferred = spell(checker.getTypeOfSymbol(signature.getParameters()[index]));
      return { ...parameter, type: parameter.type ?? { text: inferred } };
    });
    return { ...member, parameters, return: { type: { text: spell(signature.getReturnType()) } } };
  };

  return (declaration) => {
    const node = classes.find(({ name }) => name.text === declaration.name);
    const ofClass = checker.getTypeOfSymbol(checker.getSymbolAtLocation(node.name));
    const own = checker.getTypeAtLocation(node);
    const members = declaration.members
      .filter(({ privacy = 'public' }) => privacy === 'public')
      .map((member) => describeMember(member.static ? ofClass : own, member));
    return {
      ...declaration,
      members,
      attributes: declaration.attributes.filter(isDescribed).map((attribute) => {
        const { type } = members.find(({ name }) => name === attribute.fieldName) ?? attribute;
        return { ...attribute, type };
      }),
      events: declaration.events.filter(isDescribed).map((event) => {
        const detail = spell(typeOf(typeOf(events, event.name), 'detail'));
        return { ...event, type: { text: `CustomEvent<${detail}>` } };
      }),
    };
  };
}

/** Says where the package has what the sources hold. */
function asPublished() {
  return {
    name: 'as-published',
    packageLinkPhase({ customElementsManifest: manifest }) {
      const describe = createDescriber(createProgram());
      const declarations = manifest.modules.flatMap((module) => module.declarations.map(describe));
      const reference = (name) => ({ name, module: CLASSES });
      manifest.modules = [
        {
          kind: 'javascript-module',
          path: CLASSES,
          declarations,
          exports: declarations.map(({ name }) => ({
            kind: 'js',
            name,
            declaration: reference(name),
          })),
        },
        ...declarations.map(({ name, tagName }) => ({
          kind: 'javascript-module',
          path: definitionOf(tagName),
          declarations: [],
          exports: [
            { kind: 'custom-element-definition', name: tagName, declaration: reference(name) },
          ],
        })),
      ];
    },
  };
}

export default {
  globs: ELEMENTS.map(sourceOf),
  outdir: OUTDIR,
  litelement: true,
  quiet: true,
  packagejson: false,
  // No other package's elements are described here.
  dependencies: false,
  plugins: [
    asPublished(),
    customElementVsCodePlugin({ outdir: OUTDIR, hideLogs: true }),
    customElementJetBrainsPlugin({ outdir: OUTDIR, hideLogs: true, packageJson: false }),
  ],
};
