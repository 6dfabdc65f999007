//! Portuguese.

use super::{Currency, Tongue};

pub(crate) const PT: Tongue = Tongue {
    tag: "pt-BR",
    currencies: &[
        Currency { code: "BRL", per_euro: 6, before: "R$ ", behind: "", thousands: "." },
        Currency { code: "EUR", per_euro: 1, before: "", behind: " €", thousands: "." },
    ],
    given: &[
        "Ana Beatriz", "Juliana", "Mariana", "João", "Pedro", "Lucas", "Camila", "Rafael", "Fernanda",
        "Gustavo", "Beatriz", "Thiago", "Larissa", "Rodrigo", "Patrícia", "Inês", "Duarte", "Conceição",
    ],
    family: &[
        "Souza", "Prado", "Oliveira", "Ferreira", "Carvalho", "Gonçalves", "Araújo", "Ribeiro", "Almeida",
        "Teixeira", "Figueiredo", "Nascimento", "Vasconcelos", "Magalhães",
    ],
    phone: ("55", 11),
    domains: &["correio.example", "mail.example", "casa.example"],
    companies: &["Ateliê Prado", "Café Mangueira", "Pousada do Sol", "Arquitetura Lopes"],
    items: &[
        ("mesa de carvalho 180 cm", 890), ("cadeira Linde", 145), ("estante de nogueira", 620),
        ("sofá de três lugares", 1_450), ("cômoda com seis gavetas", 540), ("cama de casal em jacarandá", 1_180),
        ("aparador Lisboa", 730), ("banco de jardim", 260), ("escrivaninha dobrável", 390),
    ],
    cities: &["São Paulo", "Porto Alegre", "Recife", "Lisboa", "Porto", "Belo Horizonte", "Florianópolis"],
    openings: &[
        "Bom dia! Ainda tem {item}?",
        "Olá, vi {item} no site. Qual é o prazo de entrega para {city}?",
        "Oi! Quanto custa {item} com frete para {city}?",
        "Boa tarde, vocês fazem {item} sob medida?",
        "Olá! {item} aparece como esgotado. Quando volta?",
        "Bom dia, preciso de um orçamento para {item} e mais quatro cadeiras.",
        "Oi, comprei aí no ano passado e gostei muito. Agora procuro {item}.",
        "Boa noite! Aceitam pagamento em três vezes para {item}?",
    ],
    answers: &[
        "Olá, {name}! Temos sim: {item} sai por {price}, entrega em duas semanas.",
        "Bom dia, {name}! Obrigado pelo contato. {item} custa {price}, frete incluído para {city}.",
        "Oi, {name}! Fazemos sob medida, a partir de {price}. Pode me passar as dimensões?",
        "Boa tarde! Acabou de chegar do ateliê. O valor é {price}; quer que eu reserve?",
    ],
    questions: &[
        "Tem em nogueira também?",
        "E a montagem está incluída?",
        "Consegue um desconto para pagamento à vista?",
        "Pode mandar umas fotos do acabamento?",
        "A entrega pode ser num sábado?",
        "Qual é a altura? Aqui o teto é baixo.",
        "Preciso falar com a minha esposa, volto amanhã.",
        "E se não passar pela porta, posso devolver?",
    ],
    replies: &[
        "Temos, sim. A diferença é pequena; mando as fotos já.",
        "A montagem está incluída, leva mais ou menos uma hora.",
        "À vista consigo cinco por cento. Fica bom?",
        "Sábado de manhã temos um horário livre.",
        "Tem 75 cm de altura. Se quiser, fazemos um pouco mais baixa.",
        "Claro, sem pressa. Deixo reservado até sexta-feira.",
    ],
    yes: &[
        "Amei! Pode fechar o pedido.",
        "Perfeito, acabei de fazer o pix.",
        "Ótimo, então fico com ela. Obrigada!",
        "Chegou tudo certinho, muito obrigado!",
    ],
    no: &[
        "Ficou acima do que eu queria gastar, obrigada.",
        "Acabei comprando em outra loja, desculpe.",
        "Vamos deixar para o ano que vem.",
    ],
    again: &["Oi! Voltei: agora preciso de mais duas cadeiras iguais.", "Bom dia, a gaveta está emperrando. Podem ajudar?"],
    spam: &["Aumente suas vendas com nosso pacote de SEO!", "Oferta exclusiva de crédito empresarial sem consulta"],
    notes: &["Cliente desde 2021, sempre paga à vista.", "Prédio sem elevador, terceiro andar.", "Prefere contato à tarde."],
    tags: &["mesa", "entrega", "sob medida"],
    tasks: &["Mandar fotos do acabamento", "Confirmar o frete", "Enviar o orçamento"],
};
