//! Spanish.

use super::{Currency, Tongue};

pub(crate) const ES: Tongue = Tongue {
    tag: "es",
    currencies: &[
        Currency { code: "EUR", per_euro: 1, before: "", behind: " €", thousands: "." },
        Currency { code: "MXN", per_euro: 20, before: "$ ", behind: "", thousands: "," },
    ],
    given: &[
        "María José", "Sofía", "Lucía", "Javier", "Alejandro", "Carmen", "Pablo", "Elena", "Andrés", "Valentina",
        "Íñigo", "Nuria", "Diego", "Guadalupe", "Martín",
    ],
    family: &[
        "Rodríguez", "Herrera", "García", "Muñoz", "Ibáñez", "Hernández", "Peña", "Núñez", "Castillo", "Vázquez",
        "Ordóñez", "Quiroga",
    ],
    phone: ("34", 9),
    domains: &["correo.example", "buzon.example", "casa.example"],
    companies: &["Hostal La Peña", "Estudio Quiroga", "Café Central", "Cocinas Herrera"],
    items: &[
        ("mesa de roble 180 cm", 890), ("silla Linde", 145), ("estantería de nogal", 620),
        ("sofá de tres plazas", 1_450), ("cómoda de seis cajones", 540), ("cama de matrimonio", 1_180),
        ("aparador Cádiz", 730), ("banco de jardín", 260), ("encimera de cocina a medida", 2_400),
    ],
    cities: &["Sevilla", "Las Palmas", "Málaga", "Zaragoza", "Guadalajara", "A Coruña", "Logroño"],
    openings: &[
        "Hola, ¿hacen envíos a {city}? Me interesa {item}.",
        "Buenos días, ¿cuánto cuesta {item} con montaje?",
        "Buenas tardes. Adjunto las medidas; busco {item}.",
        "Hola, ¿tienen {item} en la tienda para verlo?",
        "¿Siguen teniendo {item}? En la web no lo encuentro.",
        "Buenos días, querría un presupuesto: {item} y seis sillas.",
        "Hola, soy clienta desde hace años. Ahora busco {item}.",
    ],
    answers: &[
        "Hola, {name}. Sí: {item} cuesta {price} y llega a {city} en diez días.",
        "Buenos días, {name}. Gracias por escribirnos. El precio es {price}, con envío incluido.",
        "Hola, {name}. Lo hacemos a medida desde {price}. ¿Me manda una foto del espacio?",
        "Buenas tardes. Queda una unidad en exposición por {price}. ¿Se la reservo?",
    ],
    questions: &[
        "¿Y en nogal?",
        "¿El montaje está incluido?",
        "¿Me pueden hacer un descuento si me llevo dos?",
        "¿Puede ser la entrega un sábado por la mañana?",
        "¿Se puede pagar a plazos?",
        "Vivo en un cuarto sin ascensor, ¿es problema?",
        "Lo consulto en casa y le digo algo mañana.",
    ],
    replies: &[
        "Sí, en nogal son cien euros más. Le mando una muestra.",
        "El montaje va incluido en el precio.",
        "Por dos le hago un cinco por ciento.",
        "El sábado a las once nos va bien.",
        "Sin problema, subimos nosotros.",
        "Claro, se lo guardo hasta el viernes.",
    ],
    yes: &["Perfecto, adelante con el pedido.", "Ya he hecho la transferencia.", "Me encanta. ¡Gracias por todo!"],
    no: &["Se me va de presupuesto, gracias de todos modos.", "Al final lo hemos encontrado más cerca.", "De momento lo dejamos."],
    again: &["Hola de nuevo, necesito dos sillas más.", "Buenos días, una puerta no cierra bien. ¿Pueden venir?"],
    spam: &["¡Duplique sus ventas en 30 días!", "Préstamo para autónomos en 24 horas"],
    notes: &["Clienta desde 2019.", "Cuarto piso sin ascensor.", "Prefiere que la llamen por la tarde."],
    tags: &["cocina", "envío", "a medida"],
    tasks: &["Mandar la muestra de nogal", "Preparar el presupuesto", "Confirmar el montaje"],
};
